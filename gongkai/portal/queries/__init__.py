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
    flow_page,
    received_page,
    status_page,
)
from gongkai.portal.queries.data import (
    covered,
    data_page,
    data_places,
    dataset_page,
    series_page,
)
from gongkai.portal.queries.data_pages import Chart
from gongkai.portal.queries.dossiers import Dossier, dossiers
from gongkai.portal.queries.feeds import feed, fixed_places, flow_feed, parts_of, places_of
from gongkai.portal.queries.flow_data import FlowData, data_of
from gongkai.portal.queries.guide import guide, site_map
from gongkai.portal.queries.lists import beside, column, home, months_of, moved, promises
from gongkai.portal.queries.offers import offers
from gongkai.portal.queries.pages import (
    Feed,
    FeedEntry,
    NotFoundPage,
    Place,
    Row,
)
from gongkai.portal.queries.paper import flow_paper, form_paper, made_at
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
from gongkai.portal.queries.vintages import flows_touched, readings_of

__all__ = [
    "Chart",
    "Dossier",
    "Feed",
    "FeedEntry",
    "FlowData",
    "NotFoundPage",
    "Place",
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
    "covered",
    "data_of",
    "data_page",
    "data_places",
    "dataset_page",
    "dossiers",
    "feed",
    "fixed_places",
    "flipped_tree",
    "flipped_trees",
    "flow_feed",
    "flow_page",
    "flow_paper",
    "flows_touched",
    "form_paper",
    "guide",
    "home",
    "ids_of_month",
    "is_announced",
    "lists_of",
    "local",
    "made_at",
    "moments",
    "months_of",
    "moved",
    "offers",
    "orphans",
    "parts_of",
    "places_of",
    "promises",
    "readings_of",
    "received_page",
    "search",
    "series_page",
    "signed_lists_of",
    "site_map",
    "status_page",
    "suggest",
    "tombstone",
    "unfinished",
    "urgent",
    "version_address_of",
]  # fmt: skip
