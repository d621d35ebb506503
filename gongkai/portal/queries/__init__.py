"""What the public reads at a moment, and what the press has to do. Editions only, never drafts."""

from gongkai.portal.queries.articles import article, tombstone
from gongkai.portal.queries.lists import (
    catalogue,
    column,
    home,
    months_of,
    promises,
    years_of,
)
from gongkai.portal.queries.pages import (
    ArticlePage,
    Banner,
    CataloguePage,
    ColumnPage,
    Correction,
    Element,
    Head,
    HomePage,
    Item,
    Link,
    NotFoundPage,
    Promise,
    Proof,
    Section,
    TombstonePage,
)
from gongkai.portal.queries.press import (
    all_ids,
    cards_of,
    changed_by,
    flipped_tree,
    flipped_trees,
    lists_of,
    moments,
    takedown_of,
    unfinished,
    urgent,
    versions_of,
)
from gongkai.portal.queries.site import Site, address_of, local, version_address_of

__all__ = [
    "ArticlePage", "Banner", "CataloguePage", "ColumnPage", "Correction", "Element", "Head",
    "HomePage", "Item", "Link", "NotFoundPage", "Promise", "Proof", "Section", "Site",
    "TombstonePage", "address_of", "all_ids", "article", "cards_of", "catalogue", "changed_by",
    "column", "flipped_tree", "flipped_trees", "home", "lists_of", "local", "moments",
    "months_of", "promises", "takedown_of", "tombstone", "unfinished", "urgent",
    "version_address_of", "versions_of", "years_of",
]  # fmt: skip
