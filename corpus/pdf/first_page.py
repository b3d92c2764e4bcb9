"""What a statement's own pages tell where the file says little of itself: its title and its date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from corpus.pdf.paragraph import Paragraph
from corpus.posts.documents import LONGEST_TITLE

MONTHS = {
    month: number
    for number, names in enumerate(
        ("january janvier januar tammikuuta enero gennaio januari",
         "february février februar helmikuuta febrero febbraio februari",
         "march mars märz maaliskuuta marzo maart", "april avril huhtikuuta abril aprile",
         "may mai toukokuuta mayo maggio mei", "june juin juni kesäkuuta junio giugno",
         "july juillet juli heinäkuuta julio luglio", "august août elokuuta agosto augustus",
         "september septembre syyskuuta septiembre settembre", "october octobre oktober lokakuuta octubre ottobre",
         "november novembre marraskuuta noviembre",
         "december décembre dezember joulukuuta diciembre dicembre"), start=1)
    for month in names.split()
}  # fmt: skip
DAY_FIRST = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|of\s+)?"
    r"(?P<month>[^\W\d]{3,12})\.?,?\s+(?:de\s+)?(?P<year>(?:19|20)\d\d)"
)
MONTH_FIRST = r"(?P<month>[^\W\d]{3,12})\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,\s+(?P<year>(?:19|20)\d\d)"
IN_NUMBERS = r"(?P<day>\d{1,2})\s?[./]\s?(?P<month>\d{1,2})\s?[./]\s?(?P<year>(?:19|20)\d\d)"
WRITTEN_DATES = tuple(re.compile(rf"(?<![\w.]){shape}(?!\w)") for shape in (DAY_FIRST, MONTH_FIRST, IN_NUMBERS))
WRITTEN_MONTH = re.compile(r"(?<!\w)(?P<month>[^\W\d]{3,12})\.?,?\s+(?P<year>(?:19|20)\d\d)(?!\w)")
LONGEST_DATE_LINE = 80
"""Characters of a paragraph that is there for its date: "Brussels, 12 July 2021"."""
FIRST_WORDS = 600
"""Characters of the first page in which a statement tells its date in a sentence."""
CONFIRMED = timedelta(days=92)
"""A date in a sentence may be another's; it is believed when the file was made within a quarter of a year of it."""
POOR_TITLE = re.compile(
    r"^(?:untitled|microsoft word|word -|powerpoint|document\d*$|draft)|\.(?:docx?|odt|pages|pdf|indd)$", re.IGNORECASE
)
LETTERHEAD = 400
"""Characters that may stand above the title; more is text, not a letterhead."""
HEAD_PARTS = 8
"""Paragraphs of the first page among which the title is."""
FEWEST_LETTERS = 4
"""Letters of a title; fewer are a number or an ornament."""
SENTENCE_ENDS = ".!?”。"
SAME_SIZE = 0.5
"""Points by which two lines of one size may differ."""


@dataclass(frozen=True, slots=True)
class Head:
    """A statement's title, what stands above it and is no part of the text, and the paragraphs of the text."""

    title: str
    letterhead: tuple[str, ...]
    text: list[Paragraph]


def head_of(found: Sequence[Paragraph], told: str) -> Head:
    """The head of a statement. Its title is the one of the file where that means something, else the largest heading of
    the first page; "" where there is none.
    """
    good = "" if POOR_TITLE.search(told.strip()) or _letters(told) < FEWEST_LETTERS else told.strip()
    above = list(accumulate((len(part.words) for part in found[:HEAD_PARTS]), initial=0))
    near = [at for at in range(min(HEAD_PARTS, len(found))) if above[at] <= LETTERHEAD]
    if good:
        shown = next((at for at in near if found[at].words.casefold() == good.casefold()), None)
    else:
        headings = [at for at in near if _may_be_title(found[at])]
        largest = max((found[at].size for at in headings), default=0.0)
        titles = [at for at in headings if found[at].size >= largest - SAME_SIZE]
        shown = max(titles, key=lambda at: len(found[at].words), default=None)
    if shown is None:
        return Head(good, (), _without_date_lines(found))
    kept = [part for part in found[:shown] if _is_text(part)]
    letterhead = tuple(part.words for part in found[:shown] if not _is_text(part))
    return Head(good or found[shown].words, letterhead, _without_date_lines([*kept, *found[shown + 1 :]]))


def published(found: Sequence[Paragraph], made: date | None) -> tuple[date | None, str]:
    """The day a statement tells of itself, else the day its file was made, with a note when only a month is told.

    What stands in a line of its own at the beginning or the end is believed; a date in a sentence only when the day
    that the file was made confirms it.
    """
    alone = [part.words for part in (*found[:HEAD_PARTS], *found[-3:]) if len(part.words) <= LONGEST_DATE_LINE]
    day = next((one for one in map(date_in_words, alone) if one), None)
    if day:
        return day, ""
    opening = " ".join(part.words for part in found[:HEAD_PARTS] if part.page == 1)[:FIRST_WORDS]
    told = date_in_words(opening)
    if told and made and abs(made - told) <= CONFIRMED:
        return told, ""
    month = next((one for one in map(_month_in, alone) if one), None)
    if month and (made is None or (made.year, made.month) != (month.year, month.month)):
        return month, f"only the month of its date is told ({month:%Y-%m}); correct it in the catalogue"
    return made, ""


def date_in_words(text: str) -> date | None:
    """The first day that is written in a text; None when there is none."""
    found = sorted(
        (match for shape in WRITTEN_DATES for match in shape.finditer(text)), key=lambda match: match.start()
    )
    return next((day for day in map(_day, found) if day), None)


def made_on(told: str) -> date | None:
    """The day of a PDF date "D:YYYYMMDD..." (ISO 32000-1, 7.9.4); None when it is none."""
    match = re.match(r"D:(\d{4})(\d\d)(\d\d)", told)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def is_date_line(words: str) -> bool:
    """Whether a paragraph is nothing but a place and a date."""
    day = next((match for shape in WRITTEN_DATES if (match := shape.search(words))), None)
    rest = (words[: day.start()] + words[day.end() :]) if day and _day(day) else words
    return rest is not words and re.fullmatch(r"(?:\w+(?:[ -]\w+)?,\s*)?(?:le |den |the )?\.?", rest) is not None


def _may_be_title(part: Paragraph) -> bool:
    named = _letters(part.words) >= FEWEST_LETTERS
    return part.style == "heading" and part.page == 1 and named and len(part.words) <= LONGEST_TITLE


def _letters(words: str) -> int:
    return sum(sign.isalpha() for sign in words)


def _is_text(part: Paragraph) -> bool:
    """Whether a paragraph above the title is more than a line of the letterhead."""
    return len(part.words) > LONGEST_DATE_LINE or part.words[-1] in SENTENCE_ENDS


def _without_date_lines(parts: Sequence[Paragraph]) -> list[Paragraph]:
    """The text below the lines that tell place and date alone."""
    first = next((at for at, part in enumerate(parts) if not is_date_line(part.words)), len(parts))
    return list(parts[first:])


def _day(match: "re.Match[str]") -> date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else MONTHS.get(month.casefold(), 0)
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None


def _month_in(text: str) -> date | None:
    """The first of a month that is written without a day."""
    months = ((MONTHS.get(match["month"].casefold()), int(match["year"])) for match in WRITTEN_MONTH.finditer(text))
    return next((date(year, month, 1) for month, year in months if month), None)
