"""The same door for an ASGI server. Ours are sync views: WSGI does twice as many a second."""

import os

from django.core.asgi import get_asgi_application

from exam_platform.charsets import safe_asgi
from exam_platform.secret_key import refuse_weak_key

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exam_platform.settings")
refuse_weak_key(os.environ)
application = safe_asgi(get_asgi_application())
