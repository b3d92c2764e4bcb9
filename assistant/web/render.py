"""Values to HTML. Every word of a document or a person is escaped by the templates; nothing here writes mark-up."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from markupsafe import Markup
from starlette.requests import HTTPConnection

from assistant.answer import Answer, Citation
from assistant.filtering import told_period
from assistant.web.layout import blocks_of
from assistant.web.links import (
    citation_path,
    document_path,
    fingerprint,
    original_address,
    page_image_path,
    place_path,
    sheet_path,
)
from assistant.web.speaking import query_without_language, tongue_of
from assistant.web.templating import page_environment
from assistant.web.tongues import ENGLISH, Tongue
from assistant.web.visitor import Visit
from corpus.document import Document, Span
from corpus.message import Message, joined, quoted
from index.library.coverage import Coverage

ECHOED = 300
"""Characters of a refused question that are shown again."""

TitleOf = Callable[[str], str]
"""From a document's id to its title, or to "" when the library no longer holds it."""


class Neighbours(Protocol):
    """What a document's page tells of other documents; a searcher knows it."""

    def title_of(self, name: str) -> str:
        """The title of a document; "" when the library does not hold it."""

    def translations_of(self, name: str) -> tuple[tuple[str, str, str], ...]:
        """(id, language, title) of the same text in other languages."""


@dataclass(frozen=True, slots=True)
class Source:
    """A cited document with its quotations."""

    document: Document
    citations: tuple[Citation, ...]
    successor: str
    """Title of the document that replaced this one."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What to do where there is no answer: how many documents were searched, and of each thing that narrowed the
    question what it is called and the address that asks without it.
    """

    searched: int = 0
    relaxed: tuple[tuple[str, str], ...] = ()


class Pages:
    """The templates in one language, read once. `others` holds those of every language, by its code; `query` is what
    stands behind "?" in the address of the page that is shown.
    """

    def __init__(self, tongue: Tongue = ENGLISH, others: Mapping[str, "Pages"] | None = None) -> None:
        self.tongue = tongue
        self._others = {} if others is None else others
        self._query = ""
        self._you: Visit | None = None
        self._environment = page_environment(tongue)
        self._environment.globals |= {
            "citation_path": citation_path,
            "document_path": document_path,
            "original_address": original_address,
            "place": _place,
            "place_path": place_path,
            "page_image_path": page_image_path,
            "sheet_path": sheet_path,
            "fingerprint": fingerprint,
            "told_period": told_period,
            "tongues": self._others,
        }

    @classmethod
    def in_every(cls, tongues: Mapping[str, Tongue]) -> "Pages":
        """The templates in English, from which `to` leads to those of the other languages."""
        made: dict[str, Pages] = {}
        made |= {code: cls(tongue, made) for code, tongue in tongues.items()}
        return made[ENGLISH.code]

    def to(self, request: HTTPConnection) -> "Pages":
        """The templates in the language of whoever sent a request; they lead to the same page in the other ones."""
        made = copy(self._others.get(tongue_of(request).code, self))
        made._query = query_without_language(request) if request.scope.get("method") in ("GET", "HEAD") else ""
        made._you = Visit(request)
        return made

    def header(self, told: Mapping[str, str], coverage: Coverage, notices: Sequence[str]) -> Markup:
        """Whose words these are (`told`: organisation, title, welcome), what is in the library, and what must be told
        about it.
        """
        return self._html("header.html", coverage=coverage, years=years_of(coverage), notices=notices, **told)

    def answer(self, answer: Answer, prefix: str, address: str = "", ways: Ways = Ways()) -> Markup:
        """A question with its answer; its citations lead to `#{prefix}-{number}`. `address` shows it again."""
        values = {"searched": ways.searched, "relaxed": ways.relaxed}
        return self._html("answer.html", answer=answer.checked(), prefix=prefix, address=address, **values)

    def refusal(self, question: str, sentence: str) -> Markup:
        """A question that was not answered, and why."""
        echo = question if len(question) <= ECHOED else question[:ECHOED] + "…"
        return self._html("refusal.html", question=echo, sentence=sentence)

    def sources(self, answer: Answer, prefix: str, title_of: TitleOf) -> Markup:
        """The cited documents, each once, with every quotation marked in its paragraph."""
        return self._html("sources.html", sources=_sources(answer.checked(), title_of), prefix=prefix)

    def earlier(self, exchanges: Sequence[tuple[str, str, str]]) -> Markup:
        """(answer, sources, address) of earlier questions as they were rendered before, newest first."""
        marked = [(Markup(answer), Markup(sources), address) for answer, sources, address in exchanges]
        return self._html("earlier.html", exchanges=marked)

    def document(self, document: Document, mark: Span | None, around: Neighbours, *, lost: bool) -> Markup:
        """A document's page, with `mark` marked; `lost` when a quotation was asked for that is no longer there."""
        start, end = (mark.start, mark.end) if mark else (None, None)
        return self._html(
            "document.html",
            document=document,
            mark=mark,
            blocks=blocks_of(document, mark),
            lost=lost,
            successor=around.title_of(document.superseded_by),
            translations=around.translations_of(document.id),
            original=original_address(document, start, end),
        )

    def page(self, template: str, values: Mapping[str, object]) -> Markup:
        """A page of the workbench."""
        return self._html(template, **values)

    def missing(self) -> Markup:
        """The page for a document that the library does not hold."""
        return self._html("missing.html")

    def _html(self, template: str, **values: Any) -> Markup:
        return Markup(
            self._environment.get_template(template).render(query=self._query, you=self._you, **values)
        )  # it escapes


def years_of(coverage: Coverage) -> str:
    """The years that the library covers, such as 2015–2026; "" when no document is dated."""
    first, last = coverage.first[:4], coverage.last[:4]
    return first if first == last else f"{first}–{last}"


def quoted_span(document: Document, start: str | None, end: str | None, check: str | None) -> Span | None:
    """The quotation that a link points at; None when the document does not hold it (any more)."""
    digits = start is not None and end is not None and (start + end).isascii() and start.isdigit() and end.isdigit()
    if not digits or start is None or end is None or max(len(start), len(end)) > 12:
        return None
    span = Span(int(start), int(end))
    if not span.start < span.end <= len(document.text):
        return None
    words = document.text[span.start : span.end]
    return span if check is None or check == fingerprint(words) else None


def _sources(answer: Answer, title_of: TitleOf) -> list[Source]:
    order = {document.id: number for number, document in enumerate(answer.documents)}
    by_document = sorted(answer.citations, key=lambda one: (order[one.document.id], one.number))
    return [
        Source(document := found[0].document, tuple(found), title_of(document.superseded_by))
        for found in (list(group) for _, group in groupby(by_document, key=lambda one: one.document.id))
    ]


def _place(citation: Citation) -> str:
    """Section and page of a quotation, in words."""
    parts = [quoted(citation.heading) if citation.heading else Message("beginning")]
    if citation.page is not None:
        parts.append(Message("page {page}", {"page": str(citation.page)}))
    return joined(parts, ", ")
