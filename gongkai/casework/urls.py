"""Addresses under desk/cases/."""

from django.urls import path

from gongkai.casework import views

app_name = "casework"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("new/", views.register, name="register"),
    path("withheld/", views.withheld, name="withheld"),
    path("withheld/new/", views.withheld_new, name="withheld_new"),
    path("withheld/<int:pk>/", views.withheld_review, name="withheld_review"),
    path("candidates/", views.candidates, name="candidates"),
    path("transferred/", views.transferred, name="transferred"),
    path("disputes/", views.disputes, name="disputes"),
    path("disputes/new/", views.dispute_new, name="dispute_new"),
    path("disputes/<int:pk>/answer/", views.answer_dispute, name="answer_dispute"),
    path("disputes/<int:pk>/close/", views.close_dispute, name="close_dispute"),
    path("topics/", views.topics, name="topics"),
    path("topics/new/", views.topic_new, name="topic_new"),
    path("topics/<int:pk>/end/", views.topic_end, name="topic_end"),
    path("rates/", views.rates, name="rates"),
    path("late/", views.late, name="late"),
    path("destruction/", views.destruction, name="destruction"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/renew/", views.calendar_renew, name="calendar_renew"),
    path("calendar/revoke/", views.calendar_revoke, name="calendar_revoke"),
    path("calendar/<str:secret>.ics", views.feed, name="feed"),
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/revise/", views.revise, name="revise"),
    path("documents/<int:pk>/hand-in/", views.hand_in, name="hand_in"),
    path("documents/<int:pk>/deliver/", views.deliver, name="deliver"),
    path("documents/<int:pk>/print/", views.print_out, name="print"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/identity/", views.identity, name="identity"),
    path("<int:pk>/sheet/", views.sheet, name="sheet"),
    path("<int:pk>/slip/", views.slip, name="slip"),
    path("<int:pk>/draft/<slug:kind>/", views.draft, name="draft"),
    path("<int:pk>/act/<slug:name>/", views.act, name="act"),
    path("<int:pk>/facts/<int:fact>/void/", views.void, name="void"),
    path("<int:pk>/files/<int:file>/", views.file, name="file"),
    path("<int:pk>/parts/<int:part>/drop/", views.drop_part, name="drop_part"),
    path("<int:pk>/parts/<int:part>/redact/", views.redact, name="redact"),
    path(
        "<int:pk>/parts/<int:part>/pages/<int:number>.png", views.page_picture, name="page_picture"
    ),
]
