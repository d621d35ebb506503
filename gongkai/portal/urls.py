"""Addresses that are answered, not written as files: the search, and previews of a redesign."""

from django.urls import path

from gongkai.portal import views

app_name = "portal"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("desk/cards/<int:pk>/preview/", views.card_preview, name="card_preview"),
    path("desk/cards/<int:pk>/preview/<path:path>", views.card_preview, name="card_preview"),
    path("desk/site/preview/", views.site_preview, name="site_preview"),
    path("desk/site/preview/<path:path>", views.site_preview, name="site_preview"),
]
