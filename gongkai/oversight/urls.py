"""Addresses under desk/report/."""

from django.urls import path

from gongkai.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("counting/", views.counting, name="counting"),
    path("<int:year>/", views.report, name="report"),
    path("<int:year>/behind/<str:cell>/", views.behind, name="behind"),
    path("<int:year>/declare/", views.declare, name="declare"),
    path("<int:year>/draft/", views.draft, name="draft"),
    path("<int:year>/reprint/", views.reprint, name="reprint"),
    path("<int:year>/submit/", views.submit, name="submit"),
    path("<int:year>/receipts/<int:pk>/", views.receipt, name="receipt"),
    path("<int:year>/compare/", views.compare, name="compare"),
    path("<int:year>/report.docx", views.docx, name="docx"),
    path("<int:year>/report.pdf", views.pdf, name="pdf"),
]
