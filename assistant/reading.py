"""How a question was read: all that a person may want to check, and to drop."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.answer import period_record
from assistant.answering.asked import FRAME
from assistant.understood import Understood, understood
from index.query import Period, Query

if TYPE_CHECKING:
    from index.search import Searcher


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question was taken to be about, how abbreviations and old names in it were read, which days it names, and
    what it puts in quotation marks; each as an Answer has it.
    """

    understood: Understood
    readings: tuple[str, ...]
    period: Period | None
    phrases: tuple[str, ...]

    def as_record(self) -> dict[str, Any]:
        """The reading in JSON; its form is in docs/api.md."""
        return {
            "understood": self.understood.as_record(),
            "readings": list(self.readings),
            "period": period_record(self.period),
            "phrases": list(self.phrases),
        }


def reading_of(query: Query, searcher: "Searcher") -> Reading:
    """How a library reads a question."""
    return Reading(
        understood(query, searcher, searcher.question_terms(FRAME["en"], "en")),
        searcher.vocabulary.told([query.text, *query.earlier]),
        query.period,
        query.phrases,
    )
