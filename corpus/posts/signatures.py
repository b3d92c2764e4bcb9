"""Who signed a text: the organisations that a list below it names, or that its title names."""

import re

from corpus.draft import Block, Draft

ABOVE = re.compile(
    r"(?i)(?:\d+\.? )?(?:list of )?(?:the )?(?:co-?)?(?:signator(?:y|ies)(?: organi[sz]ations?)?"
    r"|signing organi[sz]ations"
    r"|signed by|undersigned(?: organi[sz]ations)?|signataires|(?:organisations |associations )?signataires|signé par"
    r"|unterzeichner(?:innen)?(?: und unterzeichner(?:innen)?)?|unterzeichnende (?:organisationen|verbände)"
    r"|unterzeichnet von|mitunterzeichner|(?:organizaciones )?firmantes|firmado por|(?:organizzazioni )?firmatari[e]?"
    r"|firmato da|ondertekenaars|ondertekend door|allekirjoittajat|undertecknare) ?:?"
)
"""What stands above a list of signatories."""
SUPPORTERS = re.compile(r"(?i)(?:\d+\.? )?(?:supported|endorsed|co-?signed) by ?:?")
"""The same below a text that calls itself joint; elsewhere projects are supported by their funders."""
CALLS_ITSELF_JOINT = re.compile(r"(?i)\bjoint (?:\w+ )?(?:statement|position|declaration|letter|call)\b")
BY = re.compile(
    r"(?i)\b(?:joint|common) (?:\w+ )?(?:statement|declaration|letter|call) (?:of|by|from) (?P<names>[^.:;\n]{5,300})"
)
TOPIC = re.compile(r"\s(?:on|regarding|about|concerning)\s")
"""What follows the names is what the statement is about."""
LAST_TWO = 2
"""Parts of the last piece of "A, B and C"; with more, an "and" belongs to a name."""
NAME = re.compile(
    r"[A-Z“\"(][^\s]*(?: (?:[A-Z0-9&(“\"][^\s]*|of|the|for|and|in|de|des|du|la|le|les|d[’']\S+|der|die|das|für"
    r"|und|e\.?|i))*"
)
"""A name in a sentence or a title: "SOLIDAR calls for funds" is none."""
ORGANISATION = re.compile(
    r"[A-Z]{3,}|(?i:associat|asocia|associaz|network|federat|fédérat|federac|föderation|allian|union"
    r"|organi[sz]ation|platform"
    r"|plateforme|plattform|forum|institut|schools?\b|universit|foundation|fondation|stiftung|society|council"
    r"|centre|center"
    r"|zentrum|verband|bund\b|verein|réseau|netzwerk|ligue|league|coalition|confederat|committee|academy|akademie"
    r"|e\. ?v\."
    r"|asbl|trust\b|movement|initiative|volkshochschul|civil)"
)
"""What the name of an organisation holds, and that of a person rarely does."""
FUNCTION = re.compile(
    r"(?i)^(?:secretary|president|director|chair|vice|on behalf|for the board|präsident|généralsekretär)"
)
LONGEST_NAME = 120
MOST_NAMES = 400
NAMED = 6
"""Signatories that are named where it is told who speaks; of more, only their number."""


def signatories_of(draft: Draft, title: str, first: int, last: int) -> tuple[str, ...]:
    """The organisations that signed what blocks `first` to `last` (exclusive) of a draft say; none where unsure."""
    blocks = draft.blocks[first:last]
    joint = CALLS_ITSELF_JOINT.search(title) is not None
    for at, block in enumerate(blocks):
        words = draft.words_of(block).strip()
        if ABOVE.fullmatch(words) or (joint and SUPPORTERS.fullmatch(words)):
            found = _organisations(_listed(draft, blocks[at + 1 :]))
            if found:
                return found
    told = [title, *draft.letterhead.split("\n"), *(draft.words_of(block) for block in blocks[:1])]
    return next((names for names in map(_named_in, told) if names), ())


def spokesmen(signatories: tuple[str, ...]) -> str:
    """Who speaks in a text of these organisations: the first by its abbreviation, with the others."""
    first, *others = signatories
    short = re.search(r"\((\w{3,12})\)$", first)
    first = short[1] if short else first
    if len(others) >= NAMED:
        return f"{first} with {len(others)} other organisations"
    return f"{first} with {' and '.join(filter(None, (', '.join(others[:-1]), others[-1])))}"


def _listed(draft: Draft, blocks: tuple[Block, ...]) -> list[str]:
    """The lines below a heading, up to what is no name: another heading, a sentence, a list's end."""
    names: list[str] = []
    style = blocks[0].style if blocks else ""
    for block in blocks:
        lines = [line.strip(" \t•–-;,.") for line in draft.words_of(block).split("\n")]
        sentence = draft.words_of(block).rstrip().endswith(".") and block.style != "item"
        if block.style != style or sentence or any(len(line) > LONGEST_NAME for line in lines):
            break
        names += [line for line in lines if line]
    return names[:MOST_NAMES]


def _named_in(title: str) -> tuple[str, ...]:
    """The organisations of a line "Joint statement of A, B and C"; none where an "and" may belong to a name."""
    told = BY.search(title)
    if told is None:
        return ()
    *names, last = TOPIC.split(told["names"])[0].strip().split(", ")
    ends = re.split(r" and | & ", last)
    if len(ends) != LAST_TWO:
        return ()
    plain = [re.sub(r"(?i)^(?:and |the )+", "", name).strip(" .") for name in [*names, *ends]]
    return _organisations(plain) if all(map(NAME.fullmatch, plain)) else ()


def _organisations(names: list[str]) -> tuple[str, ...]:
    """The names when they are at least two and most are surely organisations'; persons sign for themselves."""
    sure = sum(ORGANISATION.search(name) is not None for name in names)
    capital = all(name[0].isupper() or name[0].isdigit() or name[0] in "“\"'(" for name in names if name)
    if len(names) < 2 or not capital or 2 * sure < len(names) or any(FUNCTION.match(name) for name in names):
        return ()
    return tuple(dict.fromkeys(names))
