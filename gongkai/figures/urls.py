"""Addresses of the data services, which need no key, and of the figures' desk."""

from django.urls import URLPattern

app_name = "figures"
urlpatterns: list[URLPattern] = []
