"""What the bank refuses."""

from exam_platform.errors import RuleBroken


class VersionFrozen(RuleBroken):
    """A published version cannot be edited; write a new one."""

    code = "version_frozen"


class NotPublishable(RuleBroken):
    """A version that still has faults cannot be put to candidates."""

    code = "not_publishable"
    status = 422


class ReferenceTaken(RuleBroken):
    """Two questions cannot bear the same id."""

    code = "reference_taken"


class BankFaulty(RuleBroken):
    """Files of the bank that cannot be loaded. Carries every fault, each with file and line."""

    code = "bank_faulty"
    status = 422


class TextTooLong(RuleBroken):
    """A text that no question needs and that would take too long to read."""

    code = "text_too_long"
    status = 400


class NothingToCorrect(RuleBroken):
    """The key that was given is the one in force, or there is nobody whom it would concern."""

    code = "nothing_to_correct"


class KeyMalformed(RuleBroken):
    """What was given as the right key is no complete answer to this question."""

    code = "key_malformed"
    status = 422
