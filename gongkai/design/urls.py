"""The live page of parts."""

from django.urls import path

from gongkai.design import views

app_name = "design"
urlpatterns = [path("", views.parts, name="parts")]
