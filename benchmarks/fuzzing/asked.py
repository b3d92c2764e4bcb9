"""What people type: questions, addresses, quotations, texts to be compared."""

from contextlib import suppress
from datetime import date

from starlette.datastructures import QueryParams

from assistant.conversation import query_of
from assistant.filtering import filters_told, told_filters, told_period
from assistant.phrases import phrases_in
from assistant.quotes import located
from assistant.understood import understood
from assistant.web.asked import View
from assistant.web.views.asking import Asking
from benchmarks.fuzzing.target import Target, needed
from corpus.document import Document, Section
from corpus.errors import QuestionError
from corpus.folding import fold
from index.query import Query, Turn
from index.texts.words import edits_between, words_of

TODAY = date(2026, 3, 1)


class Plain:
    """A library that knows words by their small letters."""

    def question_terms(self, text: str, language: str) -> list[str]:
        """The words of a text."""
        return text.casefold().split() if language else []

    def weighs_context(self, query: Query) -> bool:
        """Whether something was said before."""
        return bool(query.said)


def _question(data: bytes) -> None:
    """Lines are questions, of which the last is asked after the others."""
    *before, last = [line.decode("utf-8", "replace") for line in data.split(b"\n")]
    turns = [Turn("user" if at % 2 == 0 else "agent", text) for at, text in enumerate(before)]
    with suppress(QuestionError):
        query = query_of(last, turns, today=TODAY)
        needed(query.question == " ".join(last.split()) and bool(query.text.strip()), "a question that was lost")
        needed(all(phrase in query.question for phrase in phrases_in(query.question)), "a phrase that nobody typed")
        if query.period:
            since, until = query.period.since, query.period.until
            needed(bool(since or until) and not (since and until and since > until), "days that are no stretch of time")
            told_period(query.period)
        understood(query, Plain(), ())


def _address(data: bytes) -> None:
    """The address of a page, as any browser may send it."""
    params = QueryParams(data.decode("latin-1"))
    View.of(params)
    asking = Asking.of("/find", params)
    needed(asking.page >= 1, "a page before the first")
    again = Asking.of("/find", QueryParams(asking.address().partition("?")[2]))
    needed(again.told == asking.told, "an address that does not come back")
    with suppress(QuestionError):
        filters = asking.filters("EAEA")
        told_filters(filters)
        needed(filters_told({}, "EAEA", filters) == filters, "filters that were not kept")


def _quote(data: bytes) -> None:
    """A text and, behind a zero byte, a quotation: wherever it is told to stand, it reads so; whole words of the text
    stand where they were taken from.
    """
    text, _, quote = data.decode("utf-8", "replace").partition("\0")
    document = Document("a", "T", text, (Section("", 0, len(text)),))
    for span in located(document, quote):
        needed(fold(text[span.start : span.end]) == fold(quote), "a quotation that differs from its place")
    words = [word for word in text.split() if word.isascii() and word.isalnum()]
    held = all(sign.isascii() and (sign.isalnum() or sign.isspace()) for sign in text)
    for word in words[:20] if held else ():
        needed(bool(located(document, word)), f"{word} is not found in its own text")


def _changes(data: bytes) -> None:
    """Two texts: the edits between them make one of the other."""
    old, _, new = data.decode("utf-8", "replace").partition("\0")
    before, after = words_of(old), words_of(new)
    made, at = list[str](), 0
    for edit in edits_between(before, after).edits:
        made += [*before.texts[at : edit.old_start], *after.texts[edit.new_start : edit.new_end]]
        at = edit.old_end
    needed((*made, *before.texts[at:]) == after.texts, "edits that make something else of a text")


TARGETS = (
    Target("question", "a question after others", _question, ("time", "signs")),
    Target("address", "the address of a page", _address, ("params",)),
    Target("quote", "a quotation and a text", _quote, ("signs",)),
    Target("changes", "two texts that are compared", _changes, ("signs", "post")),
)
