"""What every answer in the public pages' frame has: their moment, their policy, their headers."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from gongkai.portal import generations, queries

View = Callable[..., HttpResponse]
# The public pages' own policy: no picture comes from anywhere but here.
POLICY = {"img-src": ["'self'", "data:"]}


def site_of(request: HttpRequest) -> queries.Site:
    """Return the site as the public is served it: the frame is its pages', not the clock's."""
    public = Path(settings.PUBLIC)
    said = generations.manifest(public, generations.current(public)).get("at")
    return queries.Site(datetime.fromisoformat(said) if said else request.at)


def public_answer(*, kept: bool = True) -> Callable[[View], View]:
    """Give a view's answers the headers of the public pages.

    kept: a browser may keep them and ask whether they changed; what a person was told about
    themselves is kept by nobody.
    """
    policy = {"no_cache": True} if kept else {"no_store": True}

    def framed(view: View) -> View:
        @csp_replace(POLICY)
        @cache_control(**policy)
        @wraps(view)
        def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            answer = view(request, *args, **kwargs)
            answer["X-Robots-Tag"] = "noindex"
            return answer

        return answered

    return framed
