"""A web server that does not ask whether its database keeps what it is told."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exam_platform.settings")
application = get_wsgi_application()
