"""All settings, from the environment; docs/settings.md explains each."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zaocha.config import environment

DATA_FOLDER = environment.data_folder()
SECRET_KEY = environment.secret_key(DATA_FOLDER)
DEBUG = environment.flag("ZAOCHA_DEBUG")
ALLOWED_HOSTS = environment.words("ZAOCHA_HOSTS", "localhost,127.0.0.1,[::1]")
PUBLIC_URL = os.environ.get("ZAOCHA_PUBLIC_URL", "").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

AREAS = [
    "desks", "metrics", "meetings",
    "agreements", "chains", "advisers", "integrity", "talent", "titles", "finance",
    "help", "watches", "matching", "allocations", "dealings", "demands", "offers", "promises", "results", "companies",
    "search", "imports", "accounts", "ui", "lang", "rules", "sheets", "kernel",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *[f"zaocha.{area}" for area in AREAS],
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "zaocha.config.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zaocha.accounts.middleware.ActorMiddleware",
    "zaocha.config.refusals.RefusalMiddleware",
    "zaocha.integrity.watching.HandingOver",
]
ROOT_URLCONF = "zaocha.config.urls"
WSGI_APPLICATION = "zaocha.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "zaocha.config.navigation.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "zaocha.ui.templatetags.ui",
                "zaocha.accounts.templatetags.access",
            ],
        },
    }
]

DATABASES = {"default": environment.database(DATA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LOCALE_PATHS = [str(Path(__file__).parent / "locale")]

STATIC_URL = "/static/"
STATICFILES_DIRS: list[str] = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 31_536_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "zaocha.ui.static_files.ContentHashStorage"},
}
MEDIA_ROOT = DATA_FOLDER / "files"
# A tile server below the map, such as https://tiles.example/{z}/{x}/{y}.png; without one maps are drawn from coordinates alone.
TILES = os.environ.get("ZAOCHA_TILES", "")
TILES_FROM = os.environ.get("ZAOCHA_TILES_FROM", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "zaocha_session"
CSRF_COOKIE_NAME = "zaocha_csrf"
LANGUAGE_COOKIE_NAME = "zaocha_language"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]

# A demo installation shows its sign-ins on the sign-in page, and nothing else does.
DEMO = environment.flag("ZAOCHA_DEMO")
IMPORT_DAYS = environment.number("ZAOCHA_IMPORT_DAYS", 30)  # staged rows stay so long after an import

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("ZAOCHA_LOG", "WARNING")},
}
