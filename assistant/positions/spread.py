"""Over which years and kinds some documents are spread, and which years of the library they leave out."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from corpus.document import Document
from corpus.message import Message, counted, strung

YEARS_NAMED = 4
"""Years without a document that are named; of more, their number is told."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How many documents there are, by year ("" where there is no date, last) and kind; `by_both` has (year, kind).

    `sentence` tells it, and says of a year without one whether the library holds anything of that year.
    """

    by_year: Mapping[str, int]
    by_kind: Mapping[str, int]
    by_both: Mapping[tuple[str, str], int]
    sentence: str

    @property
    def years(self) -> tuple[str, ...]:
        """Every year from the first to the last, those without a document too; then "" where some have no date."""
        dated = [int(year) for year in self.by_year if year]
        between = tuple(str(year) for year in range(min(dated), max(dated) + 1)) if dated else ()
        return between + ("",) * ("" in self.by_year)


def spread_of(documents: Sequence[Document], held: Collection[int]) -> Spread:
    """The spread of some documents, where documents of these years were looked at."""
    both = Counter((_year(one), one.kind) for one in documents)
    by_year, by_kind = Counter[str](), Counter[str]()
    for (year, kind), count in both.items():
        by_year[year] += count
        by_kind[kind] += count
    years = dict(sorted(by_year.items(), key=lambda item: item[0] or "9999"))
    kinds = dict(sorted(by_kind.items(), key=lambda item: (-item[1], item[0])))
    return Spread(years, kinds, dict(both), _told(years, held))


def _told(by_year: Mapping[str, int], held: Collection[int]) -> str:
    total = sum(by_year.values())
    documents = counted("{number} document", "{number} documents", total)
    years = [int(year) for year in by_year if year]
    if not years:
        return Message("{documents}, without a date", {"documents": documents}) if total else documents
    first, last = min(years), max(years)
    span = str(first) if first == last else f"{first}–{last}"
    told = [Message("{documents}, {years}", {"documents": documents, "years": span})]
    if "" in by_year:
        undated = counted("{number} without a date", "{number} without a date", by_year[""])
        told = [Message("{documents}, {undated}", {"documents": told[0], "undated": undated})]
    if any(year < first for year in held):
        told.append(Message("nothing before {year}", {"year": str(first)}))
    if silent := [year for year in range(first, last) if year not in years and year in held]:
        told.append(Message("none in {years}", {"years": _named(silent)}))
    if any(year > last for year in held):
        told.append(Message("nothing after {year}", {"year": str(last)}))
    if empty := [year for year in range(first, last) if year not in held]:
        told.append(Message("the library holds nothing at all from {years}", {"years": _named(empty)}))
    return strung(told)


def _named(years: Sequence[int]) -> Message | tuple[str, ...]:
    if len(years) > YEARS_NAMED:
        return Message("{number} of the years between", {"number": len(years)})
    return tuple(map(str, years))


def _year(document: Document) -> str:
    return str(document.published.year) if document.published else ""
