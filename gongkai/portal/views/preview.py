"""The site as a redesign would make it, for those who sign it and those who draft it."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET

from gongkai.portal import queries, rules
from gongkai.portal.public.preview import kept_inside, missing, preview
from gongkai.publishing import queries as publishing
from gongkai.publishing.queries import Frame
from gongkai.publishing.rules import Step


@require_GET
def site_preview(request: HttpRequest, path: str = "") -> HttpResponse:
    """Show a page of the site as it is drafted, before it is handed in."""
    bar = {"back": "/desk/site/"}
    root = reverse("portal:site_preview")
    return _shown(request, publishing.drafted_frame(), path, root, bar)


@require_GET
def card_preview(request: HttpRequest, pk: int, path: str = "") -> HttpResponse:
    """Show a page of the site as a card would make it: what its signatures bind."""
    card = publishing.redesign_card(pk)
    if card is None:
        raise Http404
    bar = {"back": f"/desk/cards/{pk}/", "card": card.number, "public": card.step == Step.RELEASED}
    root = reverse("portal:card_preview", kwargs={"pk": pk})
    return _shown(request, publishing.frames_of(card)[1], path, root, bar)


def _shown(
    request: HttpRequest, frame: Frame, path: str, root: str, bar: Mapping[str, object]
) -> HttpResponse:
    """Answer with a page in a frame; its links stay inside, and nothing keeps it."""
    site = queries.Site(request.at, columns=frame.columns, profile=frame.profile)
    data, status = preview(site, path), 200
    if data is None:
        data, status, path = missing(site), 404, rules.NOT_FOUND
    ending = path.rpartition(".")[2] if "." in path else "html"
    if ending == "html":
        above = render_to_string("portal/preview_bar.html", bar).encode()
        data = kept_inside(data, root, above)
    kind = rules.TYPES.get(ending, rules.UNKNOWN)
    answer = HttpResponse(data, content_type=kind, status=status)
    add_never_cache_headers(answer)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
