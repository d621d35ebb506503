from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "gongkai.outreach"
    verbose_name = "数据发布"
    default_auto_field = "django.db.models.BigAutoField"
