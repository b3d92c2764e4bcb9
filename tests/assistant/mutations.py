"""Quotations that are almost right: every way in which a word, a sign or a place may be false, and the ways in which
one may look different and still be right. All by a seeded random number generator.
"""

import re
from collections.abc import Callable
from random import Random

from corpus.document import Document

Mutation = Callable[[Random, str, str], str]
"""(random, quotation, another quotation of the library) to an altered one; "" where there is nothing to alter."""

NEGATIONS = re.compile(
    r"\b(?:not|never|no|cannot|nobody|none|without|neither|nor)\b|n[’']t\b|\b(?:un|in|im|non-)(?=\w{4})"
)
CHANGED = {
    "must": "may", "may": "must", "should": "could", "could": "should", "will": "might", "can": "must",
    "shall": "should", "all": "some", "some": "all", "every": "any", "more": "less", "less": "more", "and": "or",
    "or": "and", "supports": "opposes", "support": "oppose", "before": "after", "after": "before", "is": "was",
    "are": "were", "was": "is", "were": "are", "a": "the", "the": "a", "for": "against", "in": "on", "to": "from",
    "adults": "children", "education": "training", "learning": "teaching", "first": "last", "only": "also",
}  # fmt: skip
MONTHS = re.findall(r"\w+", "January February March April May June July August September October November December")
LIKE = {
    "a": "аɑａ", "c": "сϲｃ", "e": "еҽｅ", "i": "іιｉı", "o": "оοօｏ", "p": "рρｐ", "s": "ѕｓ", "x": "хｘ",
    "y": "уγｙ", "n": "ոｎ", "u": "υսｕ", "v": "νѵｖ", "f": "ſ",
    "A": "АΑＡ", "B": "ВΒ", "E": "ЕΕＥ", "H": "НΗ", "I": "ІΙ", "K": "КΚK", "M": "МΜ", "O": "ОΟ", "P": "РΡ", "T": "ТΤ",
    "0": "O٠０", "1": "lI١１", "2": "２²", "5": "５", "-": "‐‑–−—", ",": "‚，٬", ".": "．․。", ";": "；;", ":": "：ː",
    "?": "？", "!": "！ǃ", "'": "′´`ʼ＇", "’": "′´`ʼ＇", '"': "″＂ˮ", "”": "″＂ˮ", "“": "″＂ˮ", "/": "⁄∕",
}  # fmt: skip
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u180e\ufe0f\u034f\u2063"
TURNED = "\u202e\u202d\u202b\u200f\u200e\u2066\u2067\u061c"
MARKS = "\u0301\u0308\u0327\u0338\u0332\u20dd"
WHITE = [" ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u2009", "\u202f", " \n ", "\r\n", "\u3000"]
SAME_GLYPHS = ['"“”„‟«»', "'‘’‚‛‹›"]
LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "st": "ﬆ"}


def one_of(random: Random, text: str, pattern: str) -> re.Match[str] | None:
    found = list(re.finditer(pattern, text))
    return random.choice(found) if found else None


def put(text: str, match: re.Match[str] | None, new: str) -> str:
    return text[: match.start()] + new + text[match.end() :] if match else ""


def negated(random: Random, quote: str, other: str) -> str:
    words = quote.split(" ")
    at = random.randrange(1, len(words))
    if random.random() < 0.3:
        words[at] = random.choice(["un", "non-", "in", "dis"]) + words[at]
    else:
        words.insert(at, random.choice(["not", "never", "no", "hardly", "don’t"]))
    return " ".join(words)


def affirmed(random: Random, quote: str, other: str) -> str:
    match = one_of(random, quote, NEGATIONS.pattern)
    return re.sub(" {2,}", " ", put(quote, match, "can" if match and match[0] == "cannot" else "")).strip()


def other_digit(random: Random, quote: str, other: str) -> str:
    match = one_of(random, quote, r"\d")
    if not match:
        return ""
    digit = random.choice([d for d in "0123456789" if d != match[0]])
    return put(quote, match, random.choice([digit, "", match[0] * 2, match[0] + digit]))


def other_date(random: Random, quote: str, other: str) -> str:
    match = one_of(random, quote, r"\b(?:" + "|".join(MONTHS) + r")\b|\b(?:19|20)\d\d\b")
    if not match:
        return ""
    shifted = str(int(match[0]) + random.choice([-10, -1, 1, 10])) if match[0].isdigit() else random.choice(MONTHS)
    return put(quote, match, shifted)


def swapped(random: Random, quote: str, other: str) -> str:
    words = quote.split(" ")
    one = random.randrange(len(words) - 1)
    two = random.choice([one + 1, random.randrange(len(words))])
    words[one], words[two] = words[two], words[one]
    return " ".join(words)


def other_word(random: Random, quote: str, other: str) -> str:
    match = one_of(random, quote, r"\b(?:" + "|".join(CHANGED) + r")\b")
    return put(quote, match, CHANGED[match[0]]) if match else ""


def taken_over(random: Random, quote: str, other: str) -> str:
    words = quote.split(" ")
    words[random.randrange(len(words))] = random.choice(other.split(" "))
    return " ".join(words)


def joined(random: Random, quote: str, other: str) -> str:
    one, two = quote.split(" "), other.split(" ")
    half, rest = one[: random.randint(2, len(one))], two[random.randint(0, len(two) - 2) :]
    return random.choice([" ", " … ", " ... ", " [...] ", " (…) ", ". ", "; ", "… ", " – "]).join(
        [" ".join(half), " ".join(rest)]
    )


def shortened(random: Random, quote: str, other: str) -> str:
    words = quote.split(" ")
    first = random.randrange(1, len(words) - 1)
    last = random.randint(first + 1, min(first + 4, len(words) - 1))
    gap = random.choice([[], [], [], ["…"], ["[...]"], ["..."]])
    return " ".join(words[:first] + gap + words[last:])


def doubled(random: Random, quote: str, other: str) -> str:
    words = quote.split(" ")
    at = random.randrange(len(words))
    return " ".join([*words[: at + 1], *words[at:]])


def look_alike(random: Random, quote: str, other: str) -> str:
    match = one_of(random, quote, "[" + re.escape("".join(LIKE)) + "]")
    return put(quote, match, random.choice(LIKE[match[0]])) if match else ""


def marked(random: Random, quote: str, other: str) -> str:
    match = one_of(random, quote, r"[^\W\d_]")
    return put(quote, match, match[0] + random.choice(MARKS)) if match else ""


def other_case(random: Random, quote: str, other: str) -> str:
    match = one_of(random, quote, random.choice([r"[^\W\d_]+", r"[^\W\d_]", r".+"]))
    changed = random.choice([str.upper, str.lower, str.swapcase, str.title])
    return put(quote, match, changed(match[0])) if match else ""


def other_dash(random: Random, quote: str, other: str) -> str:
    match = one_of(random, quote, r"[-–—‑]")
    new = random.choice(["-", "‐", "‑", "–", "—", "", " ", " - "])
    return put(quote, match, new) if match and match[0] != new else ""


def moved_sign(random: Random, quote: str, other: str) -> str:
    match = one_of(random, quote, r"(?<=\w)[,;:.?!]")
    if not match:
        return put(quote, one_of(random, quote, r"(?<=\w) (?=\w)"), random.choice([", ", ". ", "? ", " (", "; ", " “"]))
    bare = put(quote, match, random.choice(["", "", ".", ",", "?", ";", "!"]))
    gap = one_of(random, bare, r"(?<=\w) (?=\w)")
    return random.choice([bare, put(bare, gap, match[0] + " ")])


def other_quotes(random: Random, quote: str, other: str) -> str:
    match = one_of(random, quote, "[" + "".join(SAME_GLYPHS) + "]")
    if not match:
        return ""
    wrong = SAME_GLYPHS[1] if match[0] in SAME_GLYPHS[0] else SAME_GLYPHS[0]
    return put(quote, match, random.choice([*wrong, "", "''", "``", *"′´`ʼ″＂"]))


def unseen(random: Random, quote: str, other: str) -> str:
    return put(quote, one_of(random, quote, r"(?<=\w)(?=\w)"), random.choice(UNSEEN))


def turned(random: Random, quote: str, other: str) -> str:
    match = one_of(random, quote, r"\w+")
    return put(quote, match, random.choice(TURNED) + match[0][::-1] + "\u202c") if match else ""


def turning_sign(random: Random, quote: str, other: str) -> str:
    return put(quote, one_of(random, quote, r"(?<=\S)\b"), random.choice(TURNED))


def other_gap(random: Random, quote: str, other: str) -> str:
    return put(
        quote, one_of(random, quote, r"(?<=\w)\s+(?=\w)|(?<=\w)(?=\w)"), random.choice(["", "-", "\u00ad", " - ", "_"])
    )


def cut_word(random: Random, quote: str, other: str) -> str:
    match = one_of(random, quote, r"^\w{1,3}(?=\w)|(?<=\w)\w{1,3}$")
    return put(quote, match, "")


def false_ligature(random: Random, quote: str, other: str) -> str:
    match, sign = one_of(random, quote, r"ff|fi|fl|st|ae|oe|ij|ss"), random.choice("ﬀﬁﬂﬃﬄﬆæœĳß")
    return put(quote, match, sign) if match and LIGATURES.get(match[0]) != sign else ""


MUTATIONS: tuple[Mutation, ...] = (
    negated, affirmed, other_digit, other_date, swapped, other_word, taken_over, joined, shortened, doubled, look_alike,
    marked, other_case, other_dash, moved_sign, other_quotes, unseen, turned, turning_sign, other_gap, cut_word,
    false_ligature,
)  # fmt: skip


def set_otherwise(random: Random, quote: str, much: float = 0.3) -> str:
    """The same words with other white space, soft hyphens, ligatures and quote glyphs."""
    parts = []
    for piece in re.split(r"(\s+|ffi|ffl|ff|fi|fl|st|[\"“”„‟«»'‘’‚‛‹›])", quote):
        changes = random.random() < much
        if piece.isspace() and changes:
            parts.append(random.choice(WHITE))
        elif piece in LIGATURES and changes:
            parts.append(LIGATURES[piece])
        elif len(piece) == 1 and changes and any(piece in glyphs for glyphs in SAME_GLYPHS):
            parts.append(random.choice(next(glyphs for glyphs in SAME_GLYPHS if piece in glyphs)))
        elif changes and len(piece) > 2:
            at = random.randrange(1, len(piece))
            parts.append(piece[:at] + "\u00ad" + piece[at:])
        else:
            parts.append(piece)
    return "".join(parts)


def span_of_words(random: Random, document: Document, fewest: int = 6, most: int = 40) -> tuple[int, int]:
    """Offsets of some words in a row; (0, 0) where the document has not enough of them."""
    words = list(re.finditer(r"\S+", document.text))
    if len(words) < fewest:
        return 0, 0
    first = random.randrange(len(words) - fewest + 1)
    last = min(first + random.randint(fewest, most), len(words)) - 1
    return words[first].start(), words[last].end()
