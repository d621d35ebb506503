"""Every dynamic address of the system. Each has a row in access.py, or it is refused."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/register/", include("gongkai.register.urls")),
    path("desk/editor/", include(wagtailadmin_urls)),
    path("desk/documents/", include(wagtaildocs_urls)),
    path("desk/cases/", include("gongkai.casework.urls")),
    path("desk/releases/", include("gongkai.outreach.urls")),
    path("desk/report/", include("gongkai.oversight.urls")),
    path("desk/", include("gongkai.people.urls")),
    path("desk/", include("gongkai.publishing.urls")),
    path("design/", include("gongkai.design.urls")),
    path("", include("gongkai.figures.urls")),
    path("", include("gongkai.portal.urls")),
]
