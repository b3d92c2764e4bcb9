"""What makes a sentence worth quoting: it states something, in the organisation's own voice."""

import re

STATES = re.compile(
    r"\b(?:welcom|regret|urg(?:e|es|ed|ing)\b|call(?:s|ed|ing)? (?:for|on|upon)\b|demand|should\b|must\b|need(?:s|ed)? to\b|ought\b"
    r"|recommend|support|oppos|insist|propos|believ|advocat|ask(?:s|ed)? (?:for|the|that)\b|reject|underlin|stress|emphasi[sz]e"
    r"|warn|has to be\b|have to be\b|imperative|essential|crucial|doit|doivent|demande|regrette|salue|soutient|fordert|muss"
    r"|müssen|soll(?:te|ten|en)?\b|begrüßt|bedauert)",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"e-?mail|courriel|\(at\)|\S@\S|https?://|^(?:tel|phone)\b|\(pdf\)\W*$", re.IGNORECASE)
SHORTEST_QUOTE = 25
LONGEST_QUOTE = 900


def states_something(sentence: str) -> bool:
    """Whether a sentence takes a position (welcomes, regrets, urges, should, must) rather than narrates."""
    return STATES.search(sentence) is not None


def worth_quoting(sentence: str) -> bool:
    """Whether a stretch of text is a sentence for a reader, not an address, a link or a scrap."""
    if not SHORTEST_QUOTE <= len(sentence) <= LONGEST_QUOTE:
        return False
    return ADDRESS.search(sentence) is None and len(sentence.split()) > 3
