"""The register's addresses alone, as config mounts them."""

from django.urls import include, path

urlpatterns = [path("desk/register/", include("gongkai.register.urls"))]
