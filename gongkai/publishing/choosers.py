"""The editor's choosers of figures: a search over names, and nobody else's drafts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from gongkai.figures.models import Series, Vintage
from gongkai.figures.queries import title_of
from gongkai.publishing import queries, words
from gongkai.publishing.blocks import name_of


class WordsForm(BaseFilterForm):
    """Look for words in names and codes."""

    q = forms.CharField(label=words.SEARCH, required=False, max_length=60,
                        widget=forms.TextInput(attrs={"placeholder": words.SEARCH_NAMES}))  # fmt: skip

    def filter(self, objects: Any) -> Any:
        """Keep what bears all the words."""
        asked = self.cleaned_data["q"].split()
        self.is_searching, self.search_query = bool(asked), self.cleaned_data["q"]
        return queries.bearing(objects, asked)


def _views(find: Callable[..., Any], title: Callable[[Any], str]) -> dict[str, type]:
    """Return the views of a chooser: what a person may choose, and what it is called."""

    class Listed:
        filter_form_class = WordsForm

        def get_object_list(self) -> Any:
            return find(self.request.user, self.request.at)

        @property
        def title_column(self) -> TitleColumn:
            column = super().title_column
            column.accessor = title
            return column

    class Chosen(chooser.ChosenView):
        def get_object(self, pk: str) -> Any:
            row = find(self.request.user, self.request.at).filter(pk=pk).first()
            if row is None:
                raise Http404
            return row

        def get_display_title(self, instance: Any) -> str:
            return title(instance)

    return {
        "choose_view_class": type("Choose", (Listed, chooser.ChooseView), {}),
        "choose_results_view_class": type("Results", (Listed, chooser.ChooseResultsView), {}),
        "chosen_view_class": Chosen,
    }


class OneChooser(ChooserViewSet):
    """A chooser of one thing that is there: nothing is made in it."""

    register_widget = False

    def get_urlpatterns(self) -> list[Any]:
        """Return the addresses of looking and choosing only."""
        rows = super().get_urlpatterns()
        return [row for row in rows if row.name in {"choose", "choose_results", "chosen"}]


CHOOSERS = (
    OneChooser("vintages", url_prefix="vintages", model=Vintage,
               icon="order", choose_one_text=words.CHOOSE_VINTAGE,
               **_views(queries.choosable_vintages, title_of)),
    OneChooser("series", url_prefix="series", model=Series, icon="pick",
               choose_one_text=words.CHOOSE_SERIES,
               **_views(queries.choosable_series, name_of)),
)  # fmt: skip
