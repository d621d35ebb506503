from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "gongkai.casework"
    verbose_name = "依申请公开与政府信箱"
    default_auto_field = "django.db.models.BigAutoField"
