"""Django's settings; what an operator may change stands in ``env.py``."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from sprengel.config import env

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("SPRENGEL_DATA_DIR")

SECRET_KEY = env.secret_key(DATA_DIR)
DEBUG = env.flag("SPRENGEL_DEBUG")
DEMO = env.flag("SPRENGEL_DEMO")
ALLOWED_HOSTS = env.words("SPRENGEL_ALLOWED_HOSTS")
BASE_URL = env.text("SPRENGEL_BASE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
TODAY = env.day("SPRENGEL_TODAY")
LAND = env.land("SPRENGEL_LAND")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules",
    # Before allauth and Django's forms: their pages and fields are written by our templates.
    "sprengel.ui",
    "sprengel.accounts",
    "allauth",
    "allauth.account",
    "csp",
    "django.forms",
    "sprengel.mail",
    "sprengel.bodies",
    "sprengel.archive",
    "sprengel.ledger",
    "sprengel.meetings",
    "sprengel.figures",
    "sprengel.programmes",
    "sprengel.surveys",
    "sprengel.hearings",
    "sprengel.publishing",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sprengel.accounts.middleware.private_pages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sprengel.accounts.middleware.NumbersWithinReason",
]

ROOT_URLCONF = "sprengel.config.urls"
WSGI_APPLICATION = "sprengel.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "sprengel.accounts.context.today",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django.contrib.humanize.templatetags.humanize",
            ],
        },
    }
]

FORM_RENDERER = "sprengel.ui.forms.Renderer"

DATABASES = {"default": env.database(env.text("DATABASE_URL"), DATA_DIR)}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Login: e-mail and password; OIDC and passkeys are allauth's to add by configuration.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "sprengel.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Mail: our letters go through sprengel.mail; Django's own way serves the login's mails.
SMTP = env.smtp(env.text("SPRENGEL_SMTP_URL"))
OUTBOX_DIR = DATA_DIR / "outbox"
MAIL_FROM = env.mail_from(env.text("SPRENGEL_MAIL_FROM"), BASE_URL)
MAILDIR = env.folder("SPRENGEL_MAILDIR") if env.text("SPRENGEL_MAILDIR") else None
DEFAULT_FROM_EMAIL = MAIL_FROM
EMAIL_TIMEOUT = 30
if SMTP is None:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = OUTBOX_DIR
else:
    EMAIL_HOST, EMAIL_PORT = SMTP.host, SMTP.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = SMTP.user, SMTP.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = SMTP.is_tls, SMTP.is_starttls

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "sprengel.config.formats"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

STATIC_URL = "/static/"
# Served straight from the packages: no collectstatic step between two commands and a page.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

ASK_DAYS = env.number("SPRENGEL_ASK_DAYS")
FILES_DIR = DATA_DIR / "files"
READING_ENGINES = env.engines
"""Asked when a document is read, not when the server starts: a model may take seconds to load."""
MAX_UPLOAD_BYTES = env.number("SPRENGEL_MAX_UPLOAD_MB") * 1024 * 1024
# A pasted text of a long verbatim record has some two million characters.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

HTTPS = env.flag("SPRENGEL_HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "sprengel.accounts.views.form_expired"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"sprengel": {"level": "INFO"}, "django_tasks_db": {"level": "WARNING"}},
}
