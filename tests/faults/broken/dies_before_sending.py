"""A web server that dies between the commit and the message to the worker."""

import os

from exam_platform.wsgi import application
from reports import nudge

__all__ = ["application"]
nudge._send = lambda attempt_id: os._exit(137)
