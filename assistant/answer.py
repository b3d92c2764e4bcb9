"""What an answer is: a status, and quotations that are slices of their documents."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.understood import ALONE, Understood
from corpus.document import Document
from corpus.message import Message, counted
from index.query import Period

Status = Literal["answered", "not_found", "mentioned_only", "unclear_question"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation: `document.text[start:end]`, sliced anew whenever it is shown. `paragraph_start` and `paragraph_end`
    bound the paragraph or list item around it; `terms` are the question's words (stems) that it holds.
    """

    number: int
    document: Document
    start: int
    end: int
    paragraph_start: int
    paragraph_end: int
    terms: tuple[str, ...] = ()
    words: str = ""
    """The quoted words as they were when it was chosen: to be compared with, and never shown."""
    copies: tuple["Citation", ...] = ()
    """The same words in other places that were found with them."""

    @property
    def quote(self) -> str:
        """The quoted words."""
        return self.document.text[self.start : self.end]

    @property
    def exact(self) -> bool:
        """Whether the document holds the words that were chosen, and at that place, within that paragraph."""
        bounds = (0, self.paragraph_start, self.start, self.end, self.paragraph_end, len(self.document.text))
        return bounds == tuple(sorted(bounds)) and bool(self.words.strip()) and self.quote == self.words

    @property
    def elsewhere(self) -> tuple["Citation", ...]:
        """The other places that hold the same words."""
        return tuple(one for one in self.copies if one.exact)

    @property
    def page(self) -> int | None:
        """Page on which the quotation begins; None for web text."""
        return self.document.page_at(self.start)

    @property
    def heading(self) -> str:
        """Heading of the section that it stands in; "" before the first."""
        return self.document.section_at(self.start).heading

    def as_record(self) -> dict[str, Any]:
        """The citation in JSON."""
        document = self.document
        return {
            "number": self.number,
            "document": document.id,
            "start": self.start,
            "end": self.end,
            "page": self.page,
            "quote": self.quote,
            "title": document.title,
            "kind": document.kind,
            "published": document.published.isoformat() if document.published else None,
            "section": self.heading,
            "language": document.language,
            "url": document.url,
            "status": document.status,
            "superseded_by": document.superseded_by,
            "speaker": document.speaker,
            "notice": document.notice,
            "elsewhere": [one.as_place() for one in self.elsewhere],
        }

    def as_place(self) -> dict[str, Any]:
        """Where it stands, in JSON."""
        document = self.document
        return {
            "document": document.id,
            "start": self.start,
            "end": self.end,
            "page": self.page,
            "title": document.title,
            "published": document.published.isoformat() if document.published else None,
            "url": document.url,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What the library says to a question, in its own words, or that it says nothing.

    `opening` and `suggestions` are the assistant's words; everything quoted is the organisation's. An answer of any
    status but "answered" cites nothing. `confidence` in [0, 1] is how likely the citations answer the question.
    `earlier` holds the earlier questions that this one was read with, `understood` what was taken from what was said,
    `readings` how abbreviations and old names were read ("ALE read as adult learning and education"). `contrasts` holds
    the numbers of quotations from different years, the older first, that speak of the same and do not agree.
    """

    question: str
    status: Status
    confidence: float
    opening: str
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    generation: str = ""
    understood: Understood = ALONE
    readings: tuple[str, ...] = ()
    contrasts: tuple[tuple[int, int], ...] = ()
    period: Period | None = None
    """What days the question was understood to name; the answer is from these alone."""
    phrases: tuple[str, ...] = ()
    """What the question put in quotation marks; every quotation holds it."""
    pinned: tuple[int, ...] = ()
    """Numbers of the quotations that staff chose for this question; they come first."""

    def checked(self) -> "Answer":
        """The answer as it may be shown: without quotations that their documents do not hold, which it then says."""
        exact = tuple(citation for citation in self.citations if citation.exact)
        if exact == self.citations:
            return self
        lost = len(self.citations) - len(exact)
        told = counted(
            "{number} of {all} quotations cannot be shown: the source does not hold the same words.",
            "{number} of {all} quotations cannot be shown: the source does not hold the same words.",
            lost,
            {"all": len(self.citations)},
        )
        status: Status = self.status if exact else "not_found"
        pinned = tuple(one.number for one in exact if one.number in self.pinned)
        return replace(self, citations=exact, opening=told, status=status, contrasts=(), pinned=pinned)

    @property
    def differences(self) -> tuple[str, ...]:
        """What is told of quotations that do not agree; it never says which of them holds."""
        dates = {one.number: one.document.published for one in self.citations}
        return tuple(
            Message(
                "[{older}] of {then} and [{newer}] of {later} do not say the same: read both.",
                {"older": str(older), "then": dates[older], "newer": str(newer), "later": dates[newer]},
            )
            for older, newer in self.contrasts
        )

    @property
    def documents(self) -> tuple[Document, ...]:
        """The cited documents, in the order of their first citation."""
        return tuple({citation.document.id: citation.document for citation in self.citations}.values())

    @property
    def notices(self) -> tuple[str, ...]:
        """What must be told beside the quotations, each once."""
        return tuple(dict.fromkeys(document.notice for document in self.documents if document.notice))

    @property
    def text(self) -> str:
        """The answer as plain text: the opening, then each quotation with its number."""
        shown = self.checked()
        chosen = dict.fromkeys(shown.pinned, " (chosen by staff)")
        lines = [shown.opening]
        lines += [f"“{one.quote}” [{one.number}]{chosen.get(one.number, '')}" for one in shown.citations]
        lines += shown.differences
        if shown.suggestions:
            lines.append("Nearest topics: " + "; ".join(shown.suggestions) + ".")
        return "\n\n".join([*lines, *shown.notices])

    def as_record(self) -> dict[str, Any]:
        """The answer in JSON."""
        shown = self.checked()
        return {
            "question": shown.question,
            "status": shown.status,
            "confidence": round(shown.confidence, 4),
            "text": shown.text,
            "citations": [citation.as_record() for citation in shown.citations],
            "suggestions": list(shown.suggestions),
            "earlier": list(shown.earlier),
            "understood": shown.understood.as_record(),
            "readings": list(shown.readings),
            "contrasts": [list(pair) for pair in shown.contrasts],
            "period": period_record(shown.period),
            "phrases": list(shown.phrases),
            "pinned": list(shown.pinned),
            "notices": list(shown.notices),
            "generation": shown.generation,
        }


def period_record(period: Period | None) -> dict[str, str | None] | None:
    """The days that a question names, in JSON."""
    if period is None:
        return None
    since, until = (day.isoformat() if day else None for day in (period.since, period.until))
    return {"since": since, "until": until, "words": period.words}
