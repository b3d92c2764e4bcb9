"""A question with everything that its answer depends on, and the address of the page that shows it.

::

    /?q=and+for+refugees%3F&after=micro-credentials&since=2019&topic=funding&years=all&alone=yes

`after` are the questions before it, the oldest first. What the page shows, a link, a reload and the browser's Back and
Forward ask for alike; the words of an answer are never in an address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from assistant.filtering import LISTS
from assistant.web.views.asking import FILTERS, Asking
from index.library.selection import OWN
from index.query import QUESTIONS, Filters

HERE = "/"
LONGEST_ADDRESS = 6000
"""Characters up to which earlier questions are told: servers read some 8,000 of an address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as somebody asks it: `alone`, without what was said before it; with `all_years`, without the years
    that its words name.
    """

    question: str
    filters: Filters = Filters()  # noqa: RUF009 - frozen
    alone: bool = False
    all_years: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What an address asks for. `told` holds its filters by name; whether they can be meant is seen later."""

    question: str = ""
    after: tuple[str, ...] = ()
    told: Mapping[str, tuple[str, ...]] | None = None
    alone: bool = False
    all_years: bool = False

    @classmethod
    def of(cls, params: QueryParams) -> "View":
        """What the parameters of an address ask for; of the questions before, the last few."""
        asking = Asking.of(HERE, params)
        return cls(
            params.get("q", "") if asking.text() else "",
            asking.told.get("after", ())[-QUESTIONS:],
            {name: asking.told[name] for name in FILTERS if name in asking.told},
            alone=bool(asking.text("alone")),
            all_years=asking.text("years") == "all",
        )

    @property
    def filters(self) -> Mapping[str, tuple[str, ...]]:
        """The filters as told, by name."""
        return self.told or {}

    def asked(self, filters: Filters) -> Asked:
        """Its question, with filters as they are meant."""
        return Asked(self.question, filters, self.alone, self.all_years)


def address_of(asked: Asked, after: Sequence[str] = ()) -> str:
    """The address that shows a question after others; of many or long ones the last."""
    rest = _filters_told(asked.filters)
    rest += [("alone", "yes")] * (asked.alone and bool(after)) + [("years", "all")] * asked.all_years
    for begin in range(max(len(after) - QUESTIONS, 0), len(after) + 1):
        address = _joined(asked.question, after[begin:], rest)
        if len(address) <= LONGEST_ADDRESS:
            break
    return address


def _joined(question: str, after: Sequence[str], rest: Sequence[tuple[str, str]]) -> str:
    return f"{HERE}?" + urlencode([("q", question), *(("after", one) for one in after), *rest])


def _filters_told(filters: Filters) -> list[tuple[str, str]]:
    """The filters by their names, as `assistant.filtering` reads them; the page's have whole years."""
    days = [(name, f"{day.year:04}") for name, day in (("since", filters.since), ("until", filters.until)) if day]
    return days + [(name, value) for name, field in LISTS.items() for value in getattr(filters, field) if value != OWN]
