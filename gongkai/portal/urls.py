"""Addresses that are answered, not written as files: the search, the counter, and previews of a redesign."""

from django.urls import path

from gongkai.portal import views
from gongkai.portal.views import calendar, services

app_name = "portal"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("api/", services.services, name="services"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/calendar.ics", calendar.calendar_ics, name="calendar_ics"),
    path("calendar/feed.atom", calendar.calendar_atom, name="calendar_atom"),
    path("calendar/releases.json", calendar.calendar_json, name="calendar_json"),
    path("request/", views.request_form, name="request"),
    path("request/record/", views.record_form, name="record"),
    path("request/form.pdf", views.form_print, name="form_print"),
    path("request/flow/", views.flow, name="flow"),
    path("request/flow.pdf", views.flow_print, name="flow_print"),
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
