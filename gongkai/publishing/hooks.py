"""What Wagtail's editor is told: no road to the public, one way to the card."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from draftjs_exporter.dom import DOM
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.forms.choosers import ExternalLinkChooserForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    InlineEntityElementHandler,
)
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature

from gongkai.publishing import actions, queries, words
from gongkai.publishing.choosers import CHOOSERS
from gongkai.publishing.forms import DisclosureForm
from gongkai.publishing.models import Column, Disclosure
from gongkai.publishing.panels import DISCLOSURE

# The editor's form and panels lie above the table they edit, so the table does not name them.
Disclosure.edit_handler = TabbedInterface(
    [ObjectList(DISCLOSURE, heading=words.EDITOR_TAB)], base_form_class=DisclosureForm
)


class SubmitItem(ActionMenuItem):
    """Save the draft and go on to hand it in."""

    label = words.HAND_IN
    name = "action-hand-in"
    icon_name = "check"
    order = 0

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Show it on disclosures only."""
        page = context.get("page")
        return context["view"] in {"create", "edit"} and not isinstance(page, Column)


@hooks.register("register_page_action_menu_item")
def submit_item() -> SubmitItem:
    """Offer 保存并送审 beside saving."""
    return SubmitItem()


@hooks.register("construct_page_action_menu")
def only_saving(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Keep saving and handing in; nothing else belongs to the editor."""
    kept = [item for item in items if item.name in {"action-save-draft", "action-hand-in"}]
    items[:] = sorted(
        kept, key=lambda item: item.name != "action-hand-in"
    )  # the first is the button


@hooks.register("construct_main_menu")
def back_to_desk(request: HttpRequest, items: list[Any]) -> None:
    """Lead back to the desk; the page tree and its roads stay shut."""
    items[:] = [MenuItem(words.BACK_TO_DESK, "/desk/", icon_name="home", order=0)]


@hooks.register("construct_search")
def no_search(request: HttpRequest, areas: list[Any]) -> None:
    """Keep Wagtail's own search out: it finds no Chinese."""
    areas.clear()


@hooks.register("register_rich_text_features", order=10)
def outward_links(features: Any) -> None:
    """Open a link at its address: no page of the tree is ever public, so none can be chosen."""
    link = features.plugins_by_editor["draftail"]["link"]
    ExternalLinkChooserForm.base_fields["url"].label = words.LINK_ADDRESS
    ExternalLinkChooserForm.base_fields["link_text"].label = words.LINK_TEXT
    link.data["chooserUrls"]["pageChooser"] = link.data["chooserUrls"]["externalLinkChooser"]


@hooks.register("register_rich_text_features")
def quoted_figures(features: Any) -> None:
    """Let a sentence quote a figure by reference: see inline.py."""
    plugin = EntityFeature(
        {"type": "FIGURE", "label": words.QUOTE_LABEL, "description": words.QUOTE_HELP,
         "attributes": ["value"]},
        js=["publishing/quote.js"],
    )  # fmt: skip
    features.register_editor_plugin("draftail", "figure", plugin)
    rule = {
        "from_database_format": {"data[value]": FigureHandler("FIGURE")},
        "to_database_format": {"entity_decorators": {"FIGURE": _figure}},
    }
    features.register_converter_rule("contentstate", "figure", rule)


class FigureHandler(InlineEntityElementHandler):
    """Reads a quoted figure back into the editor."""

    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        """Return what the editor keeps of it."""
        return {"value": attrs["value"]}


def _figure(props: dict[str, Any]) -> Any:
    return DOM.create_element("data", {"value": props["value"]}, props["children"])


@hooks.register("register_admin_viewset")
def choosers() -> list[Any]:
    """Give the editor its choosers of figures."""
    return list(CHOOSERS)


@hooks.register("insert_global_admin_css")
def desk_colours() -> str:
    """Give the editor the desk's colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("publishing/editor.css"))


@hooks.register("insert_editor_js")
def live_checks() -> str:
    """Check while somebody types."""
    return format_html('<script src="{}" defer></script>', static("publishing/live.js"))


@hooks.register("construct_wagtail_userbar", order=100)
def no_userbar(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Keep the preview free of shortcuts."""
    items.clear()


@hooks.register("after_create_page")
def drafted(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Give a new draft to the post of its author."""
    if not isinstance(page, Disclosure):
        return None
    seat = queries.editor_seat(request.user, request.at)
    if seat is not None:
        actions.own_draft(page=page, seat=seat)
    return _next(request, page)


@hooks.register("after_edit_page")
def edited(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Void what was signed over the text as it was."""
    if not isinstance(page, Disclosure):
        return None
    card = actions.void_if_changed(page=page, by=request.user, at=request.at)
    if card is not None:
        messages.warning(request, words.VOIDED.format(no=card.number))
    return _next(request, page)


def _next(request: HttpRequest, page: Disclosure) -> HttpResponse | None:
    if "action-hand-in" in request.POST:
        return redirect("publishing:submit", pk=page.pk)
    return None
