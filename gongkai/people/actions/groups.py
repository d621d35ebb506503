"""The editor's group follows posts. What the group may do is given elsewhere."""

from datetime import datetime

from django.contrib.auth.models import Group

from gongkai.people import queries
from gongkai.people.models import EDITING, EDITORS, User


def sync_groups(user: User, at: datetime) -> None:
    """Put a user into the editor's group, or take them out, as their posts of the moment say."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    if queries.kinds_of(user, at) & EDITING:
        user.groups.add(group)
    else:
        user.groups.remove(group)
