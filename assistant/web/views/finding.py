"""The page that finds every document and sentence that mentions something."""

from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.library import LiveLibrary
from assistant.mention_records import mentions_csv
from assistant.mentioned import Mentioned, mentioned
from assistant.positions.spread import spread_of
from assistant.web.failing import Failing, failing
from assistant.web.plot import plot_of
from assistant.web.render import Pages
from assistant.web.speaking import tongue_of
from assistant.web.views.asking import Asking, fields_of, without_empty
from assistant.web.views.marked import Marked, marked
from assistant.web.visitor import person_of
from corpus.errors import ClusterError, QuestionError
from index.search import Searcher
from index.searching.mentions import Mentioning

DOCUMENTS_A_PAGE = 50
SENTENCES = 5
"""Sentences of a document that are shown; its page and the table have all."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A document with its first sentences, each with what matches marked, and how many more it has."""

    found: Mentioning
    title: Marked
    sentences: tuple[Marked, ...]
    more: int


@dataclass(frozen=True, slots=True)
class FindingViews:
    """Answers the addresses of /find and /find.csv."""

    library: LiveLibrary
    organisation: str
    pages: Pages

    def add_to(self, app: FastAPI) -> None:
        """Make the pages part of an application."""
        app.get("/find")(self.find)
        app.get("/find.csv")(self.table)

    def find(self, request: Request) -> Response:
        """Every mention of `q`, DOCUMENTS_A_PAGE documents on each `page`."""
        searcher = self.library.seen_by(person_of(request)).searcher
        if plain := without_empty("/find", request.query_params):
            return RedirectResponse(plain, 303)
        asking = Asking.of("/find", request.query_params)
        found, failed, nothing = None, Failing(), ""
        try:
            if asking.text():
                told = self._found(asking, searcher)
                found, nothing = told.mentions, told.nothing
        except (QuestionError, ClusterError) as error:
            failed = failing(error)
        documents = [one.document for one in found.documents] if found else []
        last = max(-(-len(documents) // DOCUMENTS_A_PAGE), 1)
        number = min(asking.page, last)
        first = (number - 1) * DOCUMENTS_A_PAGE
        spread = spread_of(documents, [int(year) for year, _ in searcher.coverage().by_year])
        values = {
            "asking": asking,
            "fields": fields_of(asking, searcher.coverage(), self.organisation, tongue_of(request)),
            "problem": failed.sentence,
            "found": found,
            "nothing": nothing,
            "spread": spread,
            "plot": plot_of(spread, asking.narrowed) if documents else None,
            "shown": [_shown(one) for one in found.documents[first : first + DOCUMENTS_A_PAGE]] if found else [],
            "number": number,
            "last": last,
            "table": Asking("/find.csv", asking.told).address({"page": ""}),
        }
        return HTMLResponse(self.pages.to(request).page("find.html", values), failed.status, failed.headers)

    def table(self, request: Request) -> Response:
        """All mentions as a table, a row for each sentence."""
        asking = Asking.of("/find", request.query_params)
        try:
            found = self._found(asking, self.library.seen_by(person_of(request)).searcher)
        except (QuestionError, ClusterError) as error:
            failed = failing(error)
            return Response(f"{failed.sentence}\n", failed.status, failed.headers, "text/plain")
        told = {"Content-Disposition": 'attachment; filename="mentions.csv"'}
        return Response(mentions_csv(found.mentions), media_type="text/csv; charset=utf-8", headers=told)

    def _found(self, asking: Asking, searcher: Searcher) -> Mentioned:
        return mentioned(asking.text(), asking.filters(self.organisation), searcher.mentions, searcher)


def _shown(one: Mentioning) -> Shown:
    document = one.document
    sentences = one.sentences()
    title = marked(document.title, 0, len(document.title), one.in_title)
    told = [marked(document.text, found.start, found.end, found.matches) for found in sentences[:SENTENCES]]
    return Shown(one, title, tuple(told), len(sentences) - len(told))
