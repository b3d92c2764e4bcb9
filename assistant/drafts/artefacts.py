"""What a draft's typesetting puts into a quotation that is no word of it, and how the words read without it.

Only this may be left out: the mark of a note, a hyphen at the end of a line, a point or comma at the very end, an
ellipsis at either end, and the name of the source behind a block quotation. Each is left out only where it cannot be
read as a word or number of the quotation; what the library holds then still has to be confirmed to the letter.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.drafts.runs import begin_of, white_before, white_behind, word_before, word_behind
from corpus.document import Span
from corpus.folding import folded
from corpus.message import Message

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED_MARK = re.compile(f"[{RAISED}]{{1,3}}(?:[,⁻][{RAISED}]{{1,3}})*|[†‡]+")
_NAME = r"(?:\d{1,3}|[*†‡§]+|\^\w+)"
SET_RAISED = re.compile(rf"[\[(]?(?:{_NAME}(?:[\s,;–-]+{_NAME})*|[a-d])[\])]?")
"""What a note is called that the file sets as superscript; the "th" of "5th" is no such name."""
BRACKETED = re.compile(r"[^\S\n]?\[(?:\d{1,3}(?: ?[,;–-] ?\d{1,3})*|\^\w+|[*†‡])\]")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$")
UNIT = re.compile(r"[mcdk]m|ft|yd|mi|ha|CO|NO|SO|PO|NH")
"""What a raised number may belong to: square kilometres, careless formulas."""
MEASURED = re.compile(r"(?:kilo|deci|centi|milli)?met(?:re|er)s?|miles?|f(?:oo|ee)t|yards?|inch(?:es)?|in")
"""The same, behind a number."""
RECKONED = re.compile(r"\([^()]*\d[^()]*\)$|\([^()\s]{1,3}\)$")
"""Brackets of a formula, of which a raised number may be a power."""
BROKEN = re.compile(r"(?<=[^\W_])[-‐\u00ad][^\S\n]*\n\s*(?=[^\W_])")
LAST_STOP = re.compile(r"(?<=[\w)\]%’'”\"])[.,;]\s*$")
_DOTS = r"(?:…|\.[^\S\n]?\.[^\S\n]?\.(?:[^\S\n]?\.)?)"
CUT = re.compile(rf"\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|{_DOTS}")
"""How words are said to be left out: … ... [...] (…), without the white space around it."""
GOES_ON = re.compile(r"\s*\w")
SIGNS_BEFORE = 60
"""Signs before a mark that are looked at."""
LONGEST_SOURCE = 140
"""Characters of a source behind its name, and of the dash or bracket before it."""

Telling = Callable[[str], bool]
"""Whether any of some words is more than a function word."""


Kind = Literal["note", "break", "stop", "source"]


@dataclass(frozen=True, slots=True)
class Loose:
    """A stretch `[start, end)` of a quotation for which one of `others` may stand, "" where it may be left out.

    `what` says in words what it is.
    """

    start: int
    end: int
    others: tuple[str, ...]
    kind: Kind
    what: str


def loose_in(text: str, marks: Sequence[Span], telling: Telling, block_source: str = "") -> tuple[Loose, ...]:
    """What may be left out of a quotation, ascending and apart.

    `marks` are what the file itself sets as superscript. `block_source` is the name of the organisation where the
    quotation is set as a block, behind which "(EAEA, 2021, p. 3)" may stand.
    """
    found = [*_set_raised(text, marks), *_raised(text), *_bracketed(text, telling), *_broken(text)]
    found += _source_behind(text, block_source) if block_source else []
    apart = list[Loose]()
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return (*apart, *_last_stop(text, apart))


def cut_at_omissions(text: str) -> tuple[Span, ...]:
    """The pieces of a quotation between the signs by which it says that words are left out; those at its ends are none
    of it.
    """
    pieces, at = list[Span](), 0
    for match in CUT.finditer(text):
        pieces.append(Span(at, white_before(text, match.start(), at)))
        at = white_behind(text, match.end())
    pieces.append(Span(at, len(text)))
    return tuple(piece for piece in pieces if any(sign.isalnum() for sign in text[piece.start : piece.end]))


def pattern_of(text: str, loose: Sequence[Loose]) -> re.Pattern[str]:
    """What finds a quotation in a folded text, with each loose stretch as one group. Its time is linear in the text."""
    parts, at = list[str](), 0
    for one in loose:
        ways = dict.fromkeys([folded(text[one.start : one.end]).text, *one.others])
        parts += (re.escape(folded(text[at : one.start]).text), f"({'|'.join(map(re.escape, ways))})")
        at = one.end
    parts.append(re.escape(folded(text[at:]).text))
    return re.compile("".join(parts))


def sure_words(text: str, loose: Sequence[Loose]) -> str:
    """The words of a quotation that no loose stretch touches but a mark behind them."""
    parts, at = list[str](), 0
    for one in loose:
        mark = one.others == ("",)
        parts += (text[at : one.start if mark else max(at, word_before(text, one.start))], " ")
        at = one.end if mark else word_behind(text, one.end)
    return "".join([*parts, text[at:]]).strip()


def plainest(text: str, loose: Sequence[Loose]) -> str:
    """A quotation with everything loose in its first other form."""
    parts, at = list[str](), 0
    for one in loose:
        parts += (text[at : one.start], one.others[0])
        at = one.end
    return "".join([*parts, text[at:]])


def _set_raised(text: str, marks: Sequence[Span]) -> list[Loose]:
    """What the file sets as the mark of a note, adjoining runs together."""
    runs = list[Span]()
    for mark in marks:
        if runs and runs[-1].end == mark.start:
            runs[-1] = Span(runs[-1].start, mark.end)
        else:
            runs.append(mark)
    behind = [Span(run.start, run.start + len(text[run.start : run.end].rstrip())) for run in runs]
    return [
        _note(text, run.start, run.end)
        for run in behind
        if SET_RAISED.fullmatch(text[run.start : run.end].strip()) and _takes_mark(text, run)
    ]


def _raised(text: str) -> list[Loose]:
    spans = [Span(*match.span()) for match in RAISED_MARK.finditer(text)]
    return [_note(text, span.start, span.end) for span in spans if _takes_mark(text, span)]


def _note(text: str, start: int, end: int) -> Loose:
    return Loose(start, end, ("",), "note", Message("the note mark “{sign}”", {"sign": text[start:end].strip()}))


def _takes_mark(text: str, mark: Span) -> bool:
    """Whether a raised sign stands behind a word, a year or a point and before none, and is no power."""
    before, after = text[max(0, mark.start - SIGNS_BEFORE) : mark.start], text[mark.end : mark.end + 1]
    if not before or after.isalnum():
        return False
    if not before[-1].isalnum():
        return not before[-1].isspace() and not RECKONED.search(before)
    if before[-1].isdigit():
        return YEAR.search(before[-8:]) is not None
    *earlier, word = re.findall(r"[^\W_]+", before)
    measured = MEASURED.fullmatch(word) is not None and bool(earlier) and earlier[-1].isdigit()
    return len(word) > 1 and not UNIT.fullmatch(word) and not measured


def _bracketed(text: str, telling: Telling) -> list[Loose]:
    """Numbers in square brackets. Where one could be read as a word of the quoter's, "the [12] countries", it stays."""
    found = []
    for match in BRACKETED.finditer(text):
        end = white_before(text, match.start())
        if not end or text[match.end() : match.end() + 1].isalnum():
            continue
        apart = end < match.start() or match[0][0].isspace()
        if apart and GOES_ON.match(text, match.end()):
            last = text[begin_of(text, end, _is_letter) : end]
            behind = text[end - 1] in ".!?,;:" or (last != "" and telling(last))
        else:
            behind = not text[end - 1].isdigit() or YEAR.search(text[max(0, end - 8) : end]) is not None
        if behind or "^" in match[0]:
            found.append(_note(text, *match.span()))
    return found


def _is_letter(sign: str) -> bool:
    return sign.isalnum() and not sign.isdecimal()


def _broken(text: str) -> list[Loose]:
    """Words that a line break parts behind a hyphen: with it, or without it where a small letter follows."""
    found = []
    for match in BROKEN.finditer(text):
        before, after = text[match.start() - 1], text[match.end()]
        soft = text[match.start()] == "\u00ad"
        whole = soft or (before.isalpha() and after.islower())
        others = ("",) if soft else ("", "-") if whole else ("-",)
        what = Message("a line break in “{word}”", {"word": _word_around(text, match)})
        found.append(Loose(*match.span(), others, "break", what))
    return found


def _word_around(text: str, gap: re.Match[str]) -> str:
    """The word that a line break parts, as it stands but for the break."""
    before, after = word_before(text, gap.start()), word_behind(text, gap.end())
    return text[before : gap.start() + 1] + text[gap.end() : after]


def _source_behind(text: str, organisation: str) -> list[Loose]:
    """The source of a block quotation, in brackets or in a line of its own behind a dash."""
    name, dated = re.escape(organisation), r"[^()\n]{0,80}\b(?:19|20)\d\d\b[^()\n]{0,40}"
    least = len(organisation) + LONGEST_SOURCE
    stop = white_before(text, len(text))
    ends = {stop, white_before(text, stop - 1) if text[stop - 1 : stop] == "." else stop}
    in_brackets = (re.compile(rf"\({name}\b{dated}\)$").search(text, max(0, end - least), end) for end in ends)
    behind_dash = re.compile(rf"(?<=\s)[—–-]{{1,3}} ?{name}(?:\b{dated})?$").search(text, max(0, len(text) - least))
    starts = [white_before(text, one.start()) for one in in_brackets if one]
    if behind_dash:
        lead = white_before(text, behind_dash.start())
        starts += [lead] * ("\n" in text[lead : behind_dash.start()])
    start = min(starts, default=0)
    if not start:
        return []
    what = Message("the source “{source}”", {"source": text[start:].strip()})
    return [Loose(start, len(text), ("",), "source", what)]


def _last_stop(text: str, loose: Sequence[Loose]) -> list[Loose]:
    """The point or comma at the very end, where nothing loose stands behind it."""
    match = LAST_STOP.search(text)
    if match is None or (loose and loose[-1].end > match.start()):
        return []
    what = Message("the “{sign}” at its end", {"sign": match[0].strip()})
    return [Loose(match.start(), len(text), ("",), "stop", what)]
