"""Everything the pages of some disclosures say beside their contents, asked for many at a time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from gongkai.portal.queries.site import Site
from gongkai.publishing.models import Change, Edition, Signature
from gongkai.publishing.queries import DOWN, index_numbers
from gongkai.register.models import Entry


@dataclass
class Dossier:
    """One disclosure at a moment: its versions that came out, and those of them that still are.

    Shape: versions oldest first; entered: the register's number, signed: signatures, by edition.
    """

    came_out: list[Edition] = field(default_factory=list)
    versions: list[Edition] = field(default_factory=list)
    down: Change | None = None
    marked: Change | None = None
    index_no: str = ""
    entered: dict[int, int] = field(default_factory=dict)
    signed: dict[int, list[Signature]] = field(default_factory=dict)


def dossiers(site: Site, public_ids: Iterable[str]) -> dict[str, Dossier]:
    """Return the dossiers of some disclosures, with as many questions for one as for a thousand."""
    ids = list(public_ids)
    found = {public_id: Dossier() for public_id in ids}
    for edition in site.came_out(ids):
        found[edition.public_id].came_out.append(edition)
    for public_id, rows in site.standing(ids).items():
        found[public_id].versions = rows
    for change in site.changes().filter(public_id__in=ids):
        if change.kind in DOWN:
            found[change.public_id].down = change
        else:
            found[change.public_id].marked = change
    for public_id, number in index_numbers(ids).items():
        found[public_id].index_no = number
    _add_proofs(found)
    return found


def _add_proofs(found: dict[str, Dossier]) -> None:
    """Add where the register speaks of each version, and who signed its card."""
    owners = {
        edition.pk: (dossier, edition) for dossier in found.values() for edition in dossier.versions
    }
    subjects = {f"edition:{pk}": pk for pk in owners}
    entries = Entry.objects.of("edition.made").about(subjects)
    for subject, seq in entries.order_by("-seq").values_list("subject", "seq"):
        pk = subjects[subject]
        owners[pk][0].entered[pk] = seq
    signed = defaultdict(list)
    cards = {edition.card_id: edition.card for _, edition in owners.values()}
    for row in Signature.objects.filter(card__in=cards).order_by("at", "pk"):
        if row.round == cards[row.card_id].round:
            signed[row.card_id].append(row)
    for pk, (dossier, edition) in owners.items():
        dossier.signed[pk] = signed[edition.card_id]


def dossier_of(site: Site, edition: Edition) -> Dossier:
    """Return the dossier of the disclosure an edition belongs to."""
    return dossiers(site, [edition.public_id])[edition.public_id]
