"""Settings, all from the environment. ROUNDS_MODE is production (default), demo or development.

Production refuses to start with debugging on, with a placeholder key or without field keys.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from environs import Env

from rounds.config.databases import SQLITE, database_settings, make_private_file
from rounds.config.environment import check_environment
from rounds.config.limits import SIGN_IN_LIMITS
from rounds.config.logs import logging_settings
from rounds.config.organizations import read_organizations
from rounds.config.secrets import PLACEHOLDER_FIELD_KEYS, PLACEHOLDER_KEY, check_production
from rounds.core.encryption import check_keys
from rounds.web.templatetags import BUILTINS

env = Env()

check_environment(os.environ)
MODE = env.str("ROUNDS_MODE", "production")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
DEBUG = env.bool("ROUNDS_DEBUG", False)

# Where the embedded database, keys and uploads of a small installation live.
DATA_DIR = Path(env.str("ROUNDS_DATA", "var")).resolve()

SECRET_KEY = env.str("ROUNDS_SECRET_KEY", "" if PRODUCTION else PLACEHOLDER_KEY)
# "id:base64 of 32 bytes", comma separated, newest first; lives outside the database.
FIELD_KEYS = env.str("ROUNDS_FIELD_KEYS", "" if PRODUCTION else PLACEHOLDER_FIELD_KEYS)
if PRODUCTION:
    check_production(debug=DEBUG, secret_key=SECRET_KEY, field_keys=FIELD_KEYS)
check_keys(FIELD_KEYS)

ALLOWED_HOSTS = env.list(
    "ROUNDS_HOSTS", [] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]", "testserver"]
)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("ROUNDS_ORIGINS", [])
BASE_URL = env.str("ROUNDS_BASE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # "allauth" itself is left out on purpose: it would bring its own templates
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "rounds.core",
    "rounds.people",
    "rounds.accounts",
    "rounds.framework",
    "rounds.surveys",
    "rounds.programs",
    "rounds.mentorships",
    "rounds.matching",
    "rounds.development",
    "rounds.insights",
    "rounds.rollout",
    "rounds.integrations",
    "rounds.web",
]

MIDDLEWARE = [
    "rounds.web.request_log.RequestLogMiddleware",
    "csp.middleware.CSPMiddleware",  # before whatever may answer by itself
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "rounds.web.middleware.MethodsMiddleware",
    "rounds.web.gates.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads with random bytes, so that lengths tell nothing
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "rounds.web.middleware.TextMiddleware",  # before a session is looked for
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rounds.web.account.sign_in.sessions.SessionMiddleware",
    "rounds.web.gates.LengthMiddleware",  # before any form is read, which the check of its token does
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rounds.web.typed.middleware.TypedMiddleware",  # around the institution: it answers for whoever left one
    "rounds.web.middleware.InstitutionMiddleware",
    "rounds.web.account.sign_in.sessions.StaffMiddleware",
    "rounds.web.frame.dialogs.DialogMiddleware",
    "rounds.web.frame.errors.DomainErrorMiddleware",
]

ROOT_URLCONF = "rounds.config.urls"
WSGI_APPLICATION = "rounds.config.wsgi.application"
AUTH_USER_MODEL = "core.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rounds.web.shell.shell",
            ],
            "builtins": BUILTINS,
        },
    }
]

FORM_RENDERER = "rounds.web.typed.widgets.DrawnWidgets"

# Data. SQLite for one department, PostgreSQL for a health system.
DATABASES = {
    "default": database_settings(
        env.str("DATABASE_URL", f"sqlite:///{DATA_DIR / 'rounds.sqlite3'}"),
        # A file, not memory: tests with several threads need one database.
        test_file=env.str("ROUNDS_TEST_SQLITE", str(DATA_DIR / "test.sqlite3")),
    )
}
if DATABASES["default"]["ENGINE"] == SQLITE:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    make_private_file(DATABASES["default"])

# Hosts on private addresses that connections may ask, "name" or "name:port": the operator's choice, never a page's.
INSIDE_HOSTS: list[str] = env.list("ROUNDS_INSIDE_HOSTS", [])

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Where the ends of the audit chains are written down, away from the database; and to whom they are mailed daily.
AUDIT_ANCHOR_FILE = env.str("ROUNDS_AUDIT_ANCHORS", str(DATA_DIR / "audit-anchors.jsonl"))
AUDIT_ANCHOR_MAIL = env.str("ROUNDS_AUDIT_MAIL", "")

# Halves of the keys of anonymous surveys: no backup should hold this folder, no web process need read it.
BOX_KEYS = Path(env.str("ROUNDS_BOX_KEYS", str(DATA_DIR / "box-keys"))).resolve()
# As whom pages are served, where that is another user than the worker's.
WEB_USER = env.str("ROUNDS_WEB_USER", "")

# A worker says this often that it is alive; after the lease without a word its job goes to another one.
JOB_BEAT_SECONDS = env.float("ROUNDS_JOB_BEAT", 15)
JOB_LEASE_SECONDS = env.float("ROUNDS_JOB_LEASE", 90)
JOB_POLL_SECONDS = 1.0

CACHES = {
    # In the database, because limits and locks must hold over several processes.
    # Nothing is dropped before its time, or a flood of requests would forget limits; a chore sweeps what is over.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 2**62},
    }
}

# Sign-in and sessions

AUTHENTICATION_BACKENDS = ["rounds.web.account.sign_in.backend.Backend"]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "start"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "rounds.core.access.passwords.CommonWordsValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# Somebody who works for the program office needs a second factor; the demo only asks for it.
SECOND_FACTOR_REQUIRED = env.bool("ROUNDS_SECOND_FACTOR", PRODUCTION)

ACCOUNT_ADAPTER = "rounds.web.account.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation or a code has proven the address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True  # the cookie lives as long as the session may; limits are kept by the server
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # our view writes to unknown addresses itself
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "request_login_code": "rounds.web.account.sign_in.forms.RequestCodeForm",
    "confirm_login_code": "rounds.web.account.sign_in.forms.SignInCodeForm",
    "login": "rounds.web.account.sign_in.forms.PasswordForm",
}
ACCOUNT_RATE_LIMITS = SIGN_IN_LIMITS
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ROUNDS_PROXIES", 0)

SOCIALACCOUNT_ADAPTER = "rounds.web.account.sign_in.adapter.OrganizationAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": read_organizations(env, only_https=PRODUCTION),
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": ["openid", "email"],
    }
}
MFA_ADAPTER = "rounds.web.account.sign_in.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Rounds"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_REAUTHENTICATION_REQUIRED = False  # our own page asks, see web/account/confirm.py
MFA_FORMS = {
    "authenticate": "rounds.web.account.sign_in.forms.SecondFactorForm",
    "activate_totp": "rounds.web.account.sign_in.forms.ActivateForm",
}

SECURE_TRANSPORT = env.bool("ROUNDS_HTTPS", PRODUCTION)
_HOST_PREFIX = "__Host-" if SECURE_TRANSPORT else ""
SESSION_COOKIE_NAME = _HOST_PREFIX + "rounds_session"
CSRF_COOKIE_NAME = _HOST_PREFIX + "rounds_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_TRANSPORT
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "rounds.core.access.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
SESSION_IDLE_SECONDS_STAFF = 15 * 60
DEVICE_COOKIE_NAME = _HOST_PREFIX + "rounds_device"
DEVICE_DAYS = 30

# Headers

SECURE_SSL_REDIRECT = SECURE_TRANSPORT
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_TRANSPORT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_TRANSPORT
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "rounds.web.frame.errors.csrf_failure"
if env.bool("ROUNDS_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# Files

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # nothing is collected there, and it is missed
# What a request may hold in all: of strangers, who fill in short forms; of others, who import files of 10 MB.
BODY_BYTES_OF_STRANGERS = 256 * 1024
BODY_BYTES = 12 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# Logs

LOGGING = logging_settings(production=PRODUCTION, level=env.str("ROUNDS_LOG_LEVEL", ""))

# Language, time, mail

LANGUAGE_CODE = "en-us"
USE_I18N = False  # one language, so no text is looked up; a second one turns this on
USE_TZ = True
TIME_ZONE = "UTC"

EMAIL_BACKEND = env.str(
    "ROUNDS_MAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend" if PRODUCTION else "rounds.web.demo.mailbox.Mailbox",
)
EMAIL_HOST = env.str("ROUNDS_SMTP_HOST", "localhost")
EMAIL_PORT = env.int("ROUNDS_SMTP_PORT", 25)
EMAIL_HOST_USER = env.str("ROUNDS_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.str("ROUNDS_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.bool("ROUNDS_SMTP_TLS", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("ROUNDS_MAIL_FROM", "rounds@localhost")
