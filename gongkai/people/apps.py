from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gongkai.people"
    verbose_name = "岗位人员"
    default_auto_field = "django.db.models.BigAutoField"
