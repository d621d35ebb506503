"""The whole year and its timeline, ready to be replayed."""

from dataclasses import dataclass
from datetime import datetime

from gongkai.config.demonstration.happenings import Act, Event, SentBack, acts_of, card_acts
from gongkai.config.demonstration.shapes import (
    Column,
    Content,
    Counting,
    Department,
    Duty,
    Item,
    Post,
    User,
)


@dataclass(frozen=True)
class Year:
    """Everything the loader replays."""

    since: datetime
    departments: tuple[Department, ...]
    posts: tuple[Post, ...]
    users: tuple[User, ...]
    duties: tuple[Duty, ...]
    columns: tuple[Column, ...]
    items: tuple[Item, ...]
    events: tuple[Event, ...]
    counting: Counting
    channels: tuple[str, ...]

    def item(self, key: str) -> Item:
        """Return an item by its key. Raises: LookupError."""
        for one in self.items:
            if one.key == key:
                return one
        raise LookupError(key)

    def first_content(self, key: str) -> Content:
        """Return what was first submitted of an item: before any return."""
        content = self.item(key).content()
        for event in reversed(self.events):
            if isinstance(event, SentBack) and event.item == key:
                content = event.before(content)
        return content

    def timeline(self) -> tuple[Act, ...]:
        """Return every act of the year in order of time."""
        acts = [
            act for item in self.items for act in card_acts(item.key, item.steps, item.released_at)
        ]
        for event in self.events:
            acts += acts_of(event)
        return tuple(sorted(acts, key=lambda act: act.at))
