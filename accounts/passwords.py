"""How passwords are kept: Argon2id, as dear as OWASP asks and no dearer.

Django's own parameters (100 MiB and 8 threads for each password) cost eight times the processor's
time: when hundreds sign in within a minute, that is what running exams would wait for, and the
memory of a small machine is not enough for all who come at once.
https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """A password kept with other parameters is kept anew when its owner signs in."""

    memory_cost = 19 * 1024  # KiB
    time_cost = 2
    parallelism = 1
