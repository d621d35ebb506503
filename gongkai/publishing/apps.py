from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "gongkai.publishing"
    verbose_name = "信息公开"
    default_auto_field = "django.db.models.BigAutoField"
