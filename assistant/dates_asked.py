"""The years that a question itself names ("since 2019"), read as the days between which the answer was published.

A year counts behind a preposition of time, or beside a word for a publication ("the statement from 2016"), in English,
French, German, Spanish and Finnish, whatever the language of the question. Left alone are: years to come, years in
quotation marks, years of a name or title ("Agenda 2030", "Europe 2020", "Council Recommendation 2021/C 66/01", "in 2020
targets"), years in which something else was done ("adopted in 2016"), and several that are no one stretch of time ("in
2016 and in 2022").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.phrases import QUOTED
from assistant.words_of_time import A_YEAR, ELSEWHERE, MONTH_OF, patterns
from index.library.coverage import Coverage
from index.query import Period

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Named:
    """Words of time, `question[start:end]`, and the first and the last day that they let through."""

    start: int
    end: int
    since: date | None
    until: date | None


def today_where_dated(coverage: Coverage) -> date | None:
    """Today, by which years in questions are read; None where most documents have no date, and years stay words."""
    return date.today() if coverage.dated else None


def read_period(question: str, today: date) -> tuple[str, Period | None]:
    """The question without its words of time, and the days that they name; the question as it is, and None, where it
    names no stretch of time.
    """
    named = _named(question, today)
    since = max((one.since for one in named if one.since), default=None)
    until = min((one.until for one in named if one.until), default=None)
    ahead = since is not None and since > today  # "after 2026", asked in 2026: of an aim, since nothing is from then
    if not named or ahead or (since and until and since > until):
        return question, None
    words = " … ".join(question[one.start : one.end].strip() for one in named)
    return _without(question, named), Period(since, until, words)


def _named(question: str, today: date) -> list[_Named]:
    """What names days, in order; of forms that overlap the first in `patterns`."""
    if not A_YEAR.search(question):
        return []
    taken = [match.span() for match in QUOTED.finditer(question)]
    found = list[_Named]()
    for meaning, pattern in patterns():
        for match in pattern.finditer(question):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            years = [int(year) for year in re.findall(r"\d{4}", match[0])]
            # Of years to come people ask as of aims.
            if max(years) <= today.year and not ELSEWHERE.search(question, 0, match.start()):
                kept = match["kept"] if "kept" in match.re.groupindex else ""
                found.append(_Named(match.start() + len(kept), match.end(), *_days(meaning, match)))
    return sorted(found, key=lambda one: one.start)


def _days(meaning: str, match: re.Match[str]) -> tuple[date | None, date | None]:
    """The first and the last day that words of time let through; of years apart ("in 2016 or 2022") none."""
    named = match.groupdict()
    if meaning in ("span", "either"):
        first, last = sorted((int(named["first"]), int(named["last"])))
        apart = meaning == "either" and last - first > 1
        return (date.max, date.min) if apart else (date(first, 1, 1), date(last, 12, 31))
    year, month = int(named["year"]), MONTH_OF.get((named.get("month") or "").lower())
    begin = date(year, month or 1, 1)
    end = date(year, month + 1, 1) - DAY if month and month < 12 else date(year, 12, 31)
    if meaning == "since":
        return begin, None
    if meaning == "after":
        return end + DAY, None
    if meaning == "before":
        return None, begin - DAY
    return (None, end) if meaning == "until" else (begin, end)


def _without(question: str, named: Sequence[_Named]) -> str:
    """The question without its words of time; as it is where no other words are left to search by."""
    rest = question
    for one in reversed(named):
        rest = f"{rest[: one.start].rstrip()} {rest[one.end :].lstrip()}"
    rest = re.sub(r" ([?.!,;:])", r"\1", rest).strip(" ,;:")
    return rest if re.search(r"\w", rest) else question
