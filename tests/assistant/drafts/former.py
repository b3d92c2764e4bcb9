"""How artefacts were found before every run of signs was looked at once only: plainer, and the same to the letter."""

import re
from collections.abc import Callable, Sequence

from assistant.drafts import artefacts
from assistant.drafts.artefacts import BRACKETED, MEASURED, RECKONED, UNIT, YEAR, Loose
from corpus.document import Span

DOTS = r"(?:…|\.[^\S\n]?\.[^\S\n]?\.(?:[^\S\n]?\.)?)"
CUT = re.compile(rf"\s*(?:\[\s*{DOTS}\s*\]|\(\s*{DOTS}\s*\)|{DOTS})\s*")
ENDS = re.compile(r"\S+$")


def cut_at_omissions(text: str) -> tuple[Span, ...]:
    pieces, at = list[Span](), 0
    for match in CUT.finditer(text):
        pieces.append(Span(at, match.start()))
        at = match.end()
    pieces.append(Span(at, len(text)))
    return tuple(piece for piece in pieces if any(sign.isalnum() for sign in text[piece.start : piece.end]))


def sure_words(text: str, loose: Sequence[Loose]) -> str:
    parts, at = list[str](), 0
    for one in loose:
        before = text[at : one.start]
        parts.append(before if one.others == ("",) else ENDS.sub("", before))
        skipped = re.match(r"\S*", text[one.end :]) if one.others != ("",) else None
        at = one.end + (skipped.end() if skipped else 0)
        parts.append(" ")
    return "".join([*parts, text[at:]]).strip()


def takes_mark(text: str, mark: Span) -> bool:
    before, after = text[: mark.start], text[mark.end : mark.end + 1]
    if not before.strip() or after.isalnum():
        return False
    if not before[-1].isalnum():
        return not before[-1].isspace() and not RECKONED.search(before[-60:])
    if before[-1].isdigit():
        return YEAR.search(before[-8:]) is not None
    *earlier, word = re.findall(r"[^\W_]+", before[-60:])
    measured = MEASURED.fullmatch(word) is not None and bool(earlier) and earlier[-1].isdigit()
    return len(word) > 1 and not UNIT.fullmatch(word) and not measured


def bracketed(text: str, telling: Callable[[str], bool]) -> list[Loose]:
    found = []
    for match in BRACKETED.finditer(text):
        before, after = text[: match.start()].rstrip(), text[match.end() :]
        if not before or after[:1].isalnum():
            continue
        apart = len(before) < match.start() or match[0][0].isspace()
        if apart and re.match(r"\s*\w", after):
            last = re.search(r"[^\W\d_]+$", before)
            behind = before[-1] in ".!?,;:" or (last is not None and telling(last[0]))
        else:
            behind = not before[-1].isdigit() or YEAR.search(before[-8:]) is not None
        if behind or "^" in match[0]:
            found.append(artefacts._note(text, *match.span()))
    return found


def word_around(text: str, gap: re.Match[str]) -> str:
    before, after = ENDS.search(text[: gap.start()]), re.match(r"\S*", text[gap.end() :])
    return (before[0] if before else "") + text[gap.start()] + (after[0] if after else "")


def source_start(text: str, organisation: str) -> int:
    """Where the source behind a block begins; 0 where there is none."""
    name, dated = re.escape(organisation), r"[^()\n]{0,80}\b(?:19|20)\d\d\b[^()\n]{0,40}"
    match = re.search(rf"\s*\({name}\b{dated}\)\s*\.?\s*$|\s*\n\s*[—–-]{{1,3}} ?{name}(?:\b{dated})?$", text)
    return match.start() if match else 0
