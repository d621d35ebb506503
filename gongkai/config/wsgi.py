"""The web server's way in: public files first, then the desk."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
desk = get_wsgi_application()

from django.conf import settings  # noqa: E402  settings need the line above

from gongkai.config.public_files import PublicFiles  # noqa: E402  after the settings too  as above, settings first

application = PublicFiles(desk, settings.PUBLIC)

# What is loaded stays, and no collection looks at it again: a full one took 120 ms of an answer.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
