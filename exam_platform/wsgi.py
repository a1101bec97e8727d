"""The door for gunicorn. It stays shut without a secret key, or on a database that forgets."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import get_resolver

from exam_platform.charsets import safe_wsgi
from exam_platform.durability import refuse_unsafe
from exam_platform.secret_key import refuse_weak_key

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exam_platform.settings")
refuse_weak_key(os.environ)
application = safe_wsgi(get_wsgi_application())
refuse_unsafe(connection)

# gunicorn forks its workers from here: they find the program loaded; each opens its connections.
get_resolver().url_patterns  # noqa: B018  # loading is the point
connection.close()
if hasattr(connection, "close_pool"):
    connection.close_pool()
