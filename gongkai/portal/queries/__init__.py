"""What the public reads at a moment, and what the press has to do. Editions only, never drafts."""

from gongkai.portal.queries.articles import article, tombstone
from gongkai.portal.queries.catalogue import (
    catalogue,
    catalogue_month,
    catalogue_rows,
    changes,
)
from gongkai.portal.queries.counter import (
    address_of_public,
    counter_page,
    received_page,
    status_page,
)
from gongkai.portal.queries.dossiers import Dossier, dossiers
from gongkai.portal.queries.feeds import feed, fixed_places, parts_of, places_of
from gongkai.portal.queries.guide import guide, site_map
from gongkai.portal.queries.lists import beside, column, home, months_of, moved, promises
from gongkai.portal.queries.pages import (
    Feed,
    FeedEntry,
    NotFoundPage,
    Row,
)
from gongkai.portal.queries.press import (
    all_months,
    cards_of,
    changed_since,
    closed_into,
    flipped_tree,
    flipped_trees,
    ids_of_month,
    is_announced,
    lists_of,
    moments,
    orphans,
    signed_lists_of,
    unfinished,
    urgent,
)
from gongkai.portal.queries.search import search, suggest
from gongkai.portal.queries.site import Site, address_of, local, version_address_of

__all__ = [
    "Dossier",
    "Feed",
    "FeedEntry",
    "NotFoundPage",
    "Row",
    "Site",
    "address_of",
    "address_of_public",
    "all_months",
    "article",
    "beside",
    "cards_of",
    "catalogue",
    "catalogue_month",
    "catalogue_rows",
    "changed_since",
    "changes",
    "closed_into",
    "column",
    "counter_page",
    "dossiers",
    "feed",
    "fixed_places",
    "flipped_tree",
    "flipped_trees",
    "guide",
    "home",
    "ids_of_month",
    "is_announced",
    "lists_of",
    "local",
    "moments",
    "months_of",
    "moved",
    "orphans",
    "parts_of",
    "places_of",
    "promises",
    "received_page",
    "search",
    "signed_lists_of",
    "site_map",
    "status_page",
    "suggest",
    "tombstone",
    "unfinished",
    "urgent",
    "version_address_of",
]  # fmt: skip
