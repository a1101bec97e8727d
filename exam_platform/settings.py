"""All settings, in one file. What differs between machines comes from the environment.

docs/operating.md lists the variables. Without any of them this is one process on SQLite.
"""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

from exam_platform.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA = Path(env.str("REHEARSAL_DATA", default=str(BASE_DIR / "var"))).absolute()
BASE_URL = env.str("BASE_URL", default="").rstrip("/")
HTTPS = env.bool("REHEARSAL_HTTPS", default=BASE_URL.startswith("https://"))
DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
DEBUG = env.bool("DEBUG", default=False)

# Good for one process only: wsgi.py and asgi.py refuse to serve without a key of one's own.
SECRET_KEY = env.str("SECRET_KEY", default="") or secrets.token_urlsafe(50)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [
    *env.list("ALLOWED_HOSTS", default=[]),
    *([urlsplit(BASE_URL).hostname] if BASE_URL else []),
    *("localhost", "127.0.0.1", "[::1]"),
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "template_partials",
    "exam_platform",
    "accounts",
    "questions",
    "attempts",
    "reports",
]

MIDDLEWARE = [
    "exam_platform.logs.one_line_per_request",
    "exam_platform.headers.on_every_answer",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "exam_platform.charsets.foreign_charsets",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.sessions.plain_keys",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.limits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "exam_platform.refusals.BrokenRules",
]

ROOT_URLCONF = "exam_platform.urls"
WSGI_APPLICATION = "exam_platform.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Database: SQLite in the data folder, or what DATABASE_URL names. Never ATOMIC_REQUESTS: a
# rule opens its own transaction, and an answer is acknowledged only after the commit.


def sqlite(path: Path) -> dict[str, Any]:
    """IMMEDIATE takes the write lock at BEGIN: with Django's default half of the writers fail."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """One pool for each process, statements prepared and bound by the server."""
    largest = env.int("DATABASE_POOL", default=10)
    return {
        **environ.Env.db_url_config(url),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": largest, "timeout": 5, "reconnect_timeout": 2},
            "server_side_binding": True,
            "prepare_threshold": 5,
            "connect_timeout": 5,
        },
    }


DATABASES = {"default": postgresql(DATABASE_URL) if DATABASE_URL else sqlite(DATA / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Caches. Sign-in limits are counted in the database, where they hold in every process.

DATABASE_CACHE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
REDIS_CACHE = {
    "BACKEND": "exam_platform.cache.ForgivingRedisCache",
    "LOCATION": REDIS_URL,
    "OPTIONS": {
        "serializer": "exam_platform.cache.JsonSerializer",
        "socket_timeout": 0.3,
        "socket_connect_timeout": 0.3,
    },
}
CACHES = {"default": DATABASE_CACHE} | ({"sessions": REDIS_CACHE} if REDIS_URL else {})

# --- Sessions and cookies. Plain names only where there is no TLS: browsers refuse `__Host-` then.

SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if REDIS_URL else 'db'}"
SESSION_CACHE_ALIAS = "sessions"
SESSION_COOKIE_AGE = 24 * 3600
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []
CSRF_FAILURE_VIEW = "exam_platform.refusals.form_expired"

# --- Headers

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 366 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Accounts

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "accounts.passwords.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATORS}.CommonPasswordValidator"},
    {
        "NAME": f"{VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "display_name"]},
    },
]
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm", "reset_password": "accounts.forms.ResetForm"}
ACCOUNT_FORMS |= {"signup": "accounts.forms.SignUpForm", "add_email": "accounts.forms.AddressForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
# Wrong passwords are counted in accounts/guessing.py: allauth counts right ones too at first, and
# under a lock that a class signing in at once from one address does not get in time.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "signup": "60/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

# --- Mail: to the terminal until EMAIL_URL names a server; only then can an address be verified.

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Rehearsal <rehearsal@localhost>")
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if env.str("EMAIL_URL", default="") else "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Rehearsal: "

# --- The API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.BearerToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["exam_platform.strict_json.StrictJsonParser"],
    "DEFAULT_SCHEMA_CLASS": "exam_platform.schema.Schema",
    "EXCEPTION_HANDLER": "exam_platform.http.api_exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rehearsal",
    "DESCRIPTION": "Sit mock exams, read results and weakness reports.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- Celery. Every periodic task may run twice or not at all; the next one does what is left.

CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", default="celery")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 120, "socket_timeout": 5, "socket_connect_timeout": 1}
    if REDIS_URL
    else {"polling_interval": 0.2}
)
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 100
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False


def every(seconds: float, task: str) -> dict[str, Any]:
    return {"task": task, "schedule": seconds, "options": {"expires": 2 * seconds}}


CELERY_BEAT_SCHEDULE = {
    "settle overdue attempts": every(10, "attempts.tasks.settle_overdue_attempts"),
    "record missing results": every(30, "attempts.tasks.record_missing_results"),
    "re-score what was missed": every(15, "reports.tasks.rescore_missed"),
    "write missing reports": every(15 if REDIS_URL else 5, "reports.tasks.write_missing_reports"),
    "refit pass intercepts, once a week": every(60, "reports.tasks.refit_pass_intercepts"),
    "analyse items, once a day": every(60, "reports.tasks.analyse_items"),
    "recalibrate ratings, once a week": every(60, "reports.tasks.recalibrate_ratings"),
}

# What waits for an operator: /health/deep counts what these querysets find.
COUNTED_BY_HEALTH = {"reports_given_up": "reports.models.given_up"}

# --- Static files: from where they lie, or, where they were collected, under names with a hash.

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
COLLECTED = env.bool("REHEARSAL_COLLECTED_STATIC", default=False)
STATIC_ROOT = BASE_DIR / "staticfiles" if COLLECTED else None
WHITENOISE_USE_FINDERS = not COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "exam_platform.static.HashedStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LOGGING = logging_config(level=env.str("LOG_LEVEL", default="INFO"))
