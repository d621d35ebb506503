from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "gongkai.design"
    verbose_name = "版式"
    default_auto_field = "django.db.models.BigAutoField"
