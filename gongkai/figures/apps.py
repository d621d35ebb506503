from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "gongkai.figures"
    verbose_name = "指标数据"
    default_auto_field = "django.db.models.BigAutoField"
