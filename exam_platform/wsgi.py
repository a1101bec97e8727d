"""The door for gunicorn. It stays shut without a secret key worth the name."""

import os

from django.core.wsgi import get_wsgi_application

from exam_platform.secret_key import refuse_weak_key

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exam_platform.settings")
refuse_weak_key(os.environ)
application = get_wsgi_application()
