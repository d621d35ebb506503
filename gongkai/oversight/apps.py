from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "gongkai.oversight"
    verbose_name = "年度报告"
    default_auto_field = "django.db.models.BigAutoField"
