"""What every request passes: its moment, its rights, and the one error for "no"."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject

from gongkai.casework.queries import lists, redated
from gongkai.config import words
from gongkai.config.access import may_open
from gongkai.law.refused import Refused
from gongkai.outreach.queries import unlisted
from gongkai.oversight.queries import hand_in_fault, warning
from gongkai.oversight.words import HAND_IN as HELD
from gongkai.people.models import PostKind
from gongkai.people.queries import has_proof, in_recovery, kinds_of
from gongkai.publishing.models import Disclosure
from gongkai.publishing.queries import disclosures, editor_seat
from gongkai.register.queries import is_demonstration, now

NEXT = Callable[[HttpRequest], HttpResponse]
REBIND_ONLY = {"people:rebind", "people:logout"}
PASSWORD_ONLY = {"people:password", "people:logout"}
PAGES = "wagtailadmin_pages:"
HAND_IN = "publishing:submit"
LARGEST = str(2**63 - 1)  # the largest number a row can have
CONFLICT = {"card.stale", "card.changed", "card.open", "card.not_open", "withdraw.late"}


@dataclass(frozen=True)
class NavLink:
    """One entry of the desk's navigation."""

    name: str
    address: str
    view: str
    current: bool = False


DESK = (
    NavLink("待办", "/desk/", "publishing:home"),
    NavLink("信息", "/desk/disclosures/", "publishing:disclosures"),
    NavLink("审批卡", "/desk/cards/", "publishing:cards"),
    NavLink("数据", "/desk/figures/", "figures:desk"),
    NavLink("发布日历", "/desk/releases/", "outreach:releases"),
    NavLink("办件", "/desk/cases/", "casework:cases"),
    NavLink("台账", "/desk/register/", "register:list"),
    NavLink("年报", "/desk/report/", "oversight:reports"),
    NavLink("栏目", "/desk/columns/", "publishing:columns"),
    NavLink("岗位责任", "/desk/duties/", "publishing:duties"),
    NavLink("审查词表", "/desk/lists/", "publishing:lists"),
    NavLink("放假安排", "/desk/holidays/", "publishing:holidays"),
    NavLink("人员", "/desk/people/", "people:overview"),
)


class Moment:
    """Give each request its moment: the clock's, or a demonstration's own."""

    def __init__(self, get_response: NEXT) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the moment on the request."""
        request.demonstration = is_demonstration()
        request.at = now(demonstration=request.demonstration)
        request.bureau = settings.BUREAU
        return self.get_response(request)


class Access:
    """Refuse every address that is not in the table of address × post."""

    def __init__(self, get_response: NEXT) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse; a stranger is sent to the sign-in page."""
        # Who brings no session is nobody: their answers vary with no cookie, and cost no question.
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        user = request.user if has_session else AnonymousUser()
        signed_in = user.is_authenticated and user.is_active
        kinds = frozenset(kinds_of(user, request.at)) if signed_in else frozenset()
        request.kinds = kinds
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        if any(_is_beyond(one) for one in (*match.args, *match.kwargs.values())):
            raise Http404
        led = self._led_away(request, match.view_name) if signed_in else None
        if led is not None:
            return led
        if not may_open(match.view_name, kinds, signed_in=signed_in):
            if not signed_in:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            error = Refused("access", words.DENIED if kinds else words.NO_POST)
            return answer(request, error)
        request.desk_nav = [
            NavLink(link.name, link.address, link.view, _current(link, request.path_info))
            for link in DESK
            if signed_in and not in_recovery(user) and may_open(link.view, kinds, signed_in=True)
        ]
        request.desk_warning = SimpleLazyObject(
            lambda: warning(request.at, user) if signed_in else ""
        )
        request.desk_panels = SimpleLazyObject(lambda: panels(request))
        return self.get_response(request)

    def _led_away(self, request: HttpRequest, view: str) -> HttpResponse | None:
        """Lead who is signed in to what comes first: a proof, a new code, a password of their own."""
        user = request.user
        if not has_proof(user, request.kinds):  # a signing post came after they signed in
            logout(request)
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if in_recovery(user) and view not in REBIND_ONLY:
            return redirect("people:rebind")
        if user.must_change_password and view not in PASSWORD_ONLY:
            return redirect("people:password")
        return None

    def process_view(
        self, request: HttpRequest, _view: object, given: tuple, named: dict
    ) -> HttpResponse | None:
        """Refuse Wagtail's every road to a column, and to a draft of another section.

        Refuse also to hand in an annual report that the press would hold: its room stands above
        the one that takes drafts.

        The preview is one of them: it runs the editor's form, and that purges a marked draft.
        """
        if request.resolver_match.view_name == HAND_IN:
            fault = hand_in_fault(named["pk"], request.at)
            error = Refused("report.stale", HELD.format(fault=fault))
            return answer(request, error) if fault else None
        if not request.resolver_match.view_name.startswith(PAGES):
            return None
        if "parent_page_id" in named:
            is_own = named.get("content_type_model_name") == Disclosure._meta.model_name
        else:
            page = disclosures().filter(pk=named.get("page_id", *given[:1])).first()
            is_own = page is not None and bool(editor_seat(request.user, request.at, page.post))
        return None if is_own else answer(request, Refused("draft.post", words.NOT_SECTION))


def _is_beyond(value: object) -> bool:
    """Say whether a part of an address is a number no row has; Wagtail's may still be text."""
    text = str(value)
    return text.isdecimal() and (len(text), text) > (len(LARGEST), LARGEST)


def _current(link: NavLink, path: str) -> bool:
    return path == link.address or (link.address != "/desk/" and path.startswith(link.address))


def panels(request: HttpRequest) -> list[tuple[str, object]]:
    """Return what rooms above the desk's home page show on it: a template, and its rows."""
    due = lists.first_due(request.user, request.at)
    moved = redated(request.at) if PostKind.OFFICE in request.kinds else []
    plans = request.kinds & {PostKind.OFFICE, PostKind.EDITOR}
    rows = (
        ("casework/home_redated.html", moved),
        ("casework/home_due.html", due),
        ("outreach/home_unlisted.html", unlisted(request.user, request.at) if plans else []),
    )
    return [(template, found) for template, found in rows if found]


class EditorPolicy:
    """Give Wagtail's editor, and nothing else, the inline scripts and styles it is built with."""

    def __init__(self, get_response: NEXT) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy that fits the address."""
        response = self.get_response(request)
        if request.path_info.startswith("/desk/editor/"):
            response._csp_update = {
                "script-src": ["'self'", "'unsafe-inline'"],
                "style-src": ["'self'", "'unsafe-inline'"],
            }
        return response


class Refusals:
    """Turn a rule's "no" into a page that says what happened, which rule says so, what to do."""

    def __init__(self, get_response: NEXT) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what a view refuses is answered below."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a Refused; let every other error be the bug it is."""
        return answer(request, error) if isinstance(error, Refused) else None


def answer(request: HttpRequest, error: Refused) -> HttpResponse:
    """Return the page of a refusal: 409 when the card has moved on, else 403."""
    status = 409 if error.code in CONFLICT else 403
    return render(request, "design/refused.html", {"refused": error}, status=status)
