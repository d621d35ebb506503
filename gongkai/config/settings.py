"""One settings file; every difference between machines is an environment variable."""

import os
from pathlib import Path

from gongkai.config.environment import database, mail, session_secret, shared_cache

CODE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GONGKAI_DATA", "var")).resolve()
KEYS = Path(os.environ.get("GONGKAI_KEYS", DATA / "keys"))
DEBUG = os.environ.get("GONGKAI_DEBUG") == "1"

SECRET_KEY = os.environ.get("GONGKAI_SECRET_KEY") or session_secret(KEYS)
ALLOWED_HOSTS = os.environ.get("GONGKAI_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
BASE_URL = os.environ.get("GONGKAI_URL", "http://127.0.0.1:8000")
SECURE = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

BUREAU = os.environ.get("GONGKAI_BUREAU", "石家庄市统计局")
TERRITORY = os.environ.get("GONGKAI_TERRITORY", BUREAU.removesuffix("统计局"))  # what 全市 means
BUREAU_CODE = os.environ.get("GONGKAI_BUREAU_CODE", "000130100")  # nine digits of 索引号
CARD_PREFIX = os.environ.get("GONGKAI_CARD_PREFIX", "石统网审")
DOCUMENT_PREFIX = os.environ.get("GONGKAI_DOCUMENT_PREFIX", "石统")  # 机关代字 of 文号
REVIEW_ORGAN = os.environ.get("GONGKAI_REVIEW_ORGAN", "石家庄市人民政府")  # 行政复议机关
REVIEW_URL = os.environ.get("GONGKAI_REVIEW_URL", "")  # where it takes requests for review online
SDMX_AGENCY = os.environ.get("GONGKAI_SDMX_AGENCY", "SJZTJJ")  # who maintains its structures
SITE_CODE = os.environ.get("GONGKAI_SITE_CODE", "1301000000")  # 网站标识码
NOW = os.environ.get("GONGKAI_NOW", "")  # a demonstration's own clock; ignored by a real database

INSTALLED_APPS = [
    "gongkai.design",
    "gongkai.register",
    "gongkai.people",
    "gongkai.figures",
    "gongkai.publishing",
    "gongkai.casework",
    "gongkai.outreach",
    "gongkai.oversight",
    "gongkai.portal",
    "wagtail.contrib.table_block",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "gongkai.config.middleware.EditorPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gongkai.config.middleware.Moment",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gongkai.config.middleware.Access",
    "gongkai.config.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongkai.config.urls"
WSGI_APPLICATION = "gongkai.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/desk/login/"
LOGIN_REDIRECT_URL = "/desk/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # one bureau sits behind one address: names are locked
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # trying on lengthens no lock
AXES_SENSITIVE_PARAMETERS = [  # no secret lies readable in a table of failures
    "username", "ip_address", "code", "old_password", "new_password1", "new_password2"
]  # fmt: skip
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0  # axes is the one lock
OTP_TOTP_ISSUER = BUREAU
AXES_LOCKOUT_CALLABLE = "gongkai.people.views.locked_out"
SESSION_COOKIE_AGE = 2 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LOCALE_PATHS = [CODE / "config" / "locale"]  # what Wagtail leaves in English

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "media"  # drafts' files: under no public root, shown to the desk only
MEDIA_URL = "/desk/media/"
BLOBS = DATA / "blobs"  # snapshots by hash
PUBLIC = DATA / "public"  # what the public is served: generations, and the name `current`
SEALED = DATA / "sealed"  # files of cases, each under its case's key
PRESS = DATA / "press"  # what is prepared for T; 0700
CACHES = shared_cache(DATA)
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
IMPORT_MOST = int(os.environ.get("GONGKAI_IMPORT_MB", "30")) * 1024**2

# E-mail to officers: on the screen of the server, until a mail server is named.
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, *MORE = mail(
    os.environ.get("GONGKAI_MAIL", "")
)
EMAIL_HOST_PASSWORD, EMAIL_USE_SSL, EMAIL_USE_TLS = MORE
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("GONGKAI_MAIL_FROM", "gongkai@localhost")

WAGTAIL_SITE_NAME = BUREAU
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_WORKFLOW_ENABLED = False  # the approval card is the only workflow
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAILDOCS_DOCUMENT_MODEL = "publishing.Attachment"
WAGTAILIMAGES_IMAGE_MODEL = "publishing.Picture"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "gongkai.publishing.forms.AttachmentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "gongkai.publishing.forms.PictureForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}
