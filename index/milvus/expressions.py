"""Filters and phrases as expressions of Milvus, over what is kept with each passage.

The meaning is that of `index.library.selection`: which values of the library a name means is looked up in its SQLite
file, where there are few different ones, so that case, accents and abbreviations are one matter for every index.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from index.library.selection import means
from index.local.stems import Stems
from index.ports import Scope
from index.query import Filters
from index.texts.analyzers import PLAIN, STEMMERS, code_of

NOTHING = "row < 0"
"""What no record passes: rows begin at 1."""
TOO_LONG = "…"
"""Stands for a word that is too long to be indexed."""
PUBLIC = "internal == false"


def day_number(day: date | None) -> int:
    """A day as a number that grows with time, 0 for none: 20260131."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0


def row_of_stems(placed: Iterable[str]) -> str:
    """Stems in a row as they are kept, so that a phrase is found in them with a space on either side."""
    return f" {' '.join(stem or TOO_LONG for stem in placed)} "


class Expressions:
    """Makes expressions for one generation; `everybody` keeps internal documents out of each (promise R18)."""

    def __init__(self, values_of: Callable[[str], Sequence[str]], stems: Stems, everybody: bool = False) -> None:
        self._values_of = values_of
        self._stems = stems
        self._everybody = everybody

    def of(self, scope: Scope, languages: Sequence[str] = ()) -> str:
        """What passes a scope, "" where all do. Phrases are looked for with the stemmers of these languages, or all."""
        parts = [*self._narrowed(scope.filters), *(self.phrase(one, languages) for one in scope.phrases)]
        return self.together(*parts)

    def together(self, *parts: str) -> str:
        """What passes each of some expressions, and may be seen."""
        seen = [PUBLIC] if self._everybody else []
        return " and ".join(seen + [f"({part})" for part in parts])

    def phrase(self, phrase: str, languages: Sequence[str] = (), field: str = "words") -> str:
        """What holds a phrase in a field of stems, in whichever language."""
        codes = sorted({code_of(language) for language in languages}) or [*STEMMERS, PLAIN]
        by_stems: dict[str, list[str]] = {}
        for code in codes:
            placed = self._stems.placed(phrase, code)
            if any(placed):
                by_stems.setdefault(row_of_stems(placed), []).append(code)
        clauses = [
            f"(stemmer in {json.dumps(those)} and {field} like {_quoted(f'%{row}%')})"
            for row, those in by_stems.items()
        ]
        return " or ".join(clauses) or NOTHING

    def _narrowed(self, filters: Filters) -> Iterator[str]:
        if filters.since is not None:
            yield f"published >= {day_number(filters.since)}"
        if filters.until is not None:
            yield f"published > 0 and published <= {day_number(filters.until)}"
        status = "public_status" if self._everybody else "status"
        for field, kept in (("kinds", "kind"), ("languages", "language"), ("statuses", status)):
            if getattr(filters, field):
                yield self._any_of(filters, field, kept + " in {}")
        for field in ("topics", "publishers"):
            if getattr(filters, field):
                yield self._any_of(filters, field, f"array_contains_any({field}, {{}})")

    def _any_of(self, filters: Filters, field: str, clause: str) -> str:
        meant = [value for value in self._values_of(field) if means(value, getattr(filters, field))]
        return clause.format(json.dumps(meant, ensure_ascii=False)) if meant else NOTHING


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
