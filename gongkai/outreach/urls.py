"""Addresses under desk/releases/."""

from django.urls import path

from gongkai.outreach import views

app_name = "outreach"
urlpatterns = [
    path("", views.releases, name="releases"),
    path("new/", views.plan, name="plan"),
    path("<int:pk>/", views.release, name="release"),
    path("<int:pk>/settle/", views.settle, name="settle"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/change/<int:change>/", views.decide, name="decide"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/draft/", views.tie, name="tie"),
]
