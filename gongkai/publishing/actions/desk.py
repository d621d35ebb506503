"""Opening the desk: the editor's group may draft and choose files, and nothing else."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from gongkai.people.models import EDITORS

PAGE = ("add_page", "change_page")
FILES = (  # Wagtail keeps the rights to its own models, whatever model stands in for them
    ("wagtailimages", "add_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "choose_document"),
)


@transaction.atomic
def open_desk() -> None:
    """Give the editor's group what drafting needs. Repeatable; gives nobody power to publish."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    group.permissions.set(
        Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    root = Page.get_first_root_node()
    for page in root.get_children().filter(content_type__app_label="wagtailcore"):
        page.delete()  # the welcome page Wagtail is born with
    for codename in PAGE:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=codename
        )
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    everything = Collection.get_first_root_node()
    for app, codename in FILES:
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=everything, permission=permission
        )
