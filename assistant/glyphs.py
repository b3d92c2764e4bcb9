"""Which signs open and close a quotation, and when an apostrophe is none.

The same sign opens in one language and closes in another (“ in English and German, » in French and Danish), so what
stands beside it and what is open decide.
"""

import re

CLOSERS = {
    "“": "”", "„": "“”\"", "‟": "”", "”": "”", "«": "»", "»": "«", '"': '"',
    "‘": "’", "‚": "‘’'", "‛": "’", "‹": "›", "›": "‹", "'": "'",
}  # fmt: skip
"""What closes a quotation, by the sign that opened it. ” opens where Swedish and Finnish are set."""
SINGLE = frozenset("‘’‚‛'")
ONLY_OPEN = frozenset("“„‟‘‚‛«‹")
"""Signs that mostly open, so that they need no space before them."""
GLYPH = re.compile("[“”„‟«»\"‘’‚‛‹›']")
DOUBLE = re.compile('[“”„‟«»"‹›]')
"""Those that are not SINGLE."""
SEEN = re.compile(r"\S")
BEFORE = frozenset("([{<—–-/=:|>*_•") | frozenset(CLOSERS)
"""What may stand directly before a sign that opens, besides white space."""
ELISION = re.compile(r"['’‘](?:\d0s\b|(?:tis|twas|em|til|cause|n)\b)", re.IGNORECASE)
"""Words that begin with an apostrophe: ’90s, ’tis."""


def may_open(text: str, at: int) -> bool:
    """Whether the sign at an offset stands where a quotation begins: words follow, and none goes before directly."""
    sign, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if SEEN.search(text, at + 1) is None or sign == "’" or (sign in SINGLE and ELISION.match(text, at)):
        return False
    begins = not before or before.isspace() or before in BEFORE
    if sign in ONLY_OPEN and not after.isspace():
        return not (before.isalnum() and after.isalnum())
    return begins and (not after.isspace() or sign not in SINGLE)


def may_close(text: str, at: int) -> bool:
    """Whether the sign at an offset stands where a quotation ends."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if text[at] in SINGLE:
        return bool(before) and not before.isspace() and not after.isalnum() and not _of_plural(text, at)
    return bool(before) and (not before.isspace() or not after.isalnum())


def opens_anew(text: str, at: int) -> bool:
    """Whether a sign that could close, such as the “ of „a“, begins another quotation instead."""
    return text[at] in "“‘" and (not at or text[at - 1].isspace() or text[at - 1] in "([")


def _of_plural(text: str, at: int) -> bool:
    """Whether a sign is the apostrophe of "the learners’ rights": another one closes before the next one opens."""
    if text[at - 1 : at] not in ("s", "x", "z") or not re.match(r"\s\w", text[at + 1 : at + 3]):
        return False
    for match in GLYPH.finditer(text, at + 1):
        if match[0] == text[at] and text[match.start() - 1].isalnum() == text[match.end() : match.end() + 1].isalnum():
            continue  # an apostrophe inside a word
        return match[0] == text[at] and not may_open(text, match.start()) and not text[match.start() - 1].isspace()
    return False
