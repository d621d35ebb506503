"""Addresses under desk/."""

from django.urls import path

from gongkai.publishing import views

app_name = "publishing"
urlpatterns = [
    path("", views.home, name="home"),
    path("cards/", views.cards, name="cards"),
    path("cards/<int:pk>/", views.card, name="card"),
    path("cards/<int:pk>/card.pdf", views.card_pdf, name="card_pdf"),
    path("cards/<int:pk>/sign/", views.sign, name="sign"),
    path("cards/<int:pk>/send-back/", views.send_back, name="send_back"),
    path("cards/<int:pk>/refer/", views.refer, name="refer"),
    path("cards/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("cards/<int:pk>/readers/", views.name_reader, name="name_reader"),
    path("cards/<int:pk>/readers/<int:reader>/", views.end_reader, name="end_reader"),
    path("cards/<int:pk>/paper/", views.enter_paper, name="enter_paper"),
    path("cards/<int:pk>/paper/confirm/", views.confirm_paper, name="confirm_paper"),
    path("cards/<int:pk>/paper/<int:signature>/", views.paper_scan, name="paper_scan"),
    path("cards/<int:pk>/resubmit/", views.resubmit_change, name="resubmit_change"),
    path("disclosures/", views.disclosures, name="disclosures"),
    path("disclosures/new/", views.new, name="new"),
    path("import/", views.import_draft, name="import_draft"),
    path("disclosures/<int:pk>/", views.disclosure, name="disclosure"),
    path("disclosures/<int:pk>/submit/", views.submit, name="submit"),
    path("disclosures/<int:pk>/change/", views.ask_change, name="ask_change"),
    path("disclosures/<int:pk>/column/", views.refile, name="refile"),
    path("disclosures/<int:pk>/urgent/", views.urgent, name="urgent"),
    path("files/<str:folder>/<str:sha256>.<str:suffix>", views.file, name="file"),
    path("media/<path:path>", views.media, name="media"),
    path("columns/", views.columns, name="columns"),
    path("columns/new/", views.column_new, name="column_new"),
    path("columns/<slug:key>/", views.column_change, name="column_change"),
    path("columns/<slug:key>/move/", views.column_move, name="column_move"),
    path("columns/<slug:key>/close/", views.column_close, name="column_close"),
    path("columns/<slug:key>/reopen/", views.column_reopen, name="column_reopen"),
    path("profile/", views.profile, name="profile"),
    path("site/", views.site, name="site"),
    path("duties/", views.duties, name="duties"),
    path("duties/new/", views.duty_new, name="duty_new"),
    path("duties/<int:pk>/end/", views.duty_end, name="duty_end"),
    path("holidays/", views.holidays, name="holidays"),
    path("holidays/new/", views.holidays_new, name="holidays_new"),
    path("holidays/<int:pk>/confirm/", views.holidays_confirm, name="holidays_confirm"),
    path("routes/", views.routes, name="routes"),
    path("routes/<slug:kind>/", views.route_change, name="route_change"),
]
