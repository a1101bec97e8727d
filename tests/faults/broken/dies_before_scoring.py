"""A web server that dies after an attempt was closed and before it is scored."""

import os
from importlib import import_module

from exam_platform.wsgi import application

__all__ = ["application"]
import_module("attempts.results").record_once = lambda attempt, *, now: os._exit(137)
