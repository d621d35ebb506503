"""Addresses that are answered, not written as files: the search, the counter, and previews of a redesign."""

from django.urls import path

from gongkai.portal import views

app_name = "portal"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("request/", views.request_form, name="request"),
    path("request/answers/", views.answers, name="answers"),
    path("request/answers/<slug:public_id>/", views.answer, name="answer"),
    path("request/status/", views.status, name="status"),
    path("request/status/rate/", views.rate, name="rate"),
    path("request/status/files/<str:token>/", views.status_file, name="status_file"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("desk/cards/<int:pk>/preview/", views.card_preview, name="card_preview"),
    path("desk/cards/<int:pk>/preview/<path:path>", views.card_preview, name="card_preview"),
    path("desk/site/preview/", views.site_preview, name="site_preview"),
    path("desk/site/preview/<path:path>", views.site_preview, name="site_preview"),
]
