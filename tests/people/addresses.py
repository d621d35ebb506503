"""The room's addresses alone, as the whole system mounts them."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("desk/", include("gongkai.people.urls")),
    path("desk/", lambda request: HttpResponse(request.user.name)),
]
