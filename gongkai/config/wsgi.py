"""The web server's way in: public files first, then the desk."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
desk = get_wsgi_application()

from django.conf import settings  # noqa: E402  settings need the line above

from gongkai.config.public_files import PublicFiles  # noqa: E402  after the settings too  as above, settings first

application = PublicFiles(desk, settings.PUBLIC)
