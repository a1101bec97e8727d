#!/bin/sh
# The web container: bring the tables and the bank up to this code, then serve.
# A change of the tables that cannot have its lock gives up: else everybody would queue behind it.
set -eu
PGOPTIONS="-c lock_timeout=2s" python manage.py migrate --no-input
python manage.py createcachetable
python manage.py load_bank
exec gunicorn exam_platform.wsgi --preload \
  --bind 0.0.0.0:8000 \
  --worker-class gthread --workers "${WEB_WORKERS:-2}" --threads "${WEB_THREADS:-8}" \
  --worker-tmp-dir /dev/shm \
  --timeout 60 --graceful-timeout 30 --keep-alive 75 \
  --max-requests 20000 --max-requests-jitter 2000
