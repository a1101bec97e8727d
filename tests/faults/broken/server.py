"""The product with one rule broken (FAULTS_RULE) or other scripts in its pages (FAULTS_STATIC)."""

import os
from importlib import import_module
from pathlib import Path

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exam_platform.settings")
if folder := os.environ.get("FAULTS_STATIC"):
    settings.STATICFILES_DIRS = [Path(folder)]
application = import_module("exam_platform.wsgi").application
if rule := os.environ.get("FAULTS_RULE"):
    name, broken = getattr(import_module("tests.faults.broken.rules"), rule)
    setattr(import_module("attempts.answering"), name, broken)
