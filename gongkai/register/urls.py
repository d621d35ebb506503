"""Addresses under desk/register/."""

from django.urls import path

from gongkai.register import views

app_name = "register"
urlpatterns = [
    path("", views.ledger, name="list"),
    path("print/", views.ledger_print, name="print"),
    path("register.xlsx", views.ledger_xlsx, name="xlsx"),
    path("<int:seq>/", views.entry, name="entry"),
]
