"""What makes a sentence worth quoting: it states something, in the organisation's own voice."""

import re

from corpus.posts.contacts import holds_address

STATES = re.compile(
    r"\b(?:"
    r"welcom|regret|urg(?:e|es|ed|ing)\b|call(?:s|ed|ing)? (?:for|on|upon)\b|ask(?:s|ed)? (?:for|the|that)\b|demand"
    r"|recommend|support|oppos|insist|propos|believ|advocat|reject|underlin|stress|emphasi[sz]e|warn"
    r"|should\b|must\b|ought\b|need(?:s|ed)? to\b|ha(?:s|ve) to be\b|imperative|essential|crucial"
    r"|doit|doivent|demande|regrette|salue|soutient"
    r"|fordert|muss|müssen|soll(?:te|ten|en)?\b|begrüßt|bedauert"
    r")",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"e-?mail|courriel|https?://|^(?:tel|phone)\b|\(pdf\)\W*$", re.IGNORECASE)
CONTACT = re.compile(
    r"^for (?:more|further) (?:information|details)\b|^(?:more|further) information(?:$|:|\n)|\bplease contact\b"
    r"|^(?:press |media )?contact:|^(?:[\w.'’-]+,? ){0,5}(?:secretary[- ]general|president|director|head of \w+"
    r"|(?:project|policy|press|communications?) (?:manager|officer|coordinator))\b[^.!?]*$",
    re.IGNORECASE,
)
"""Lines of a contact block: whom to ask, and what that person is."""
SHORTEST_QUOTE = 25
LONGEST_QUOTE = 900


def states_something(sentence: str) -> bool:
    """Whether a sentence takes a position (welcomes, regrets, urges, should, must) rather than narrates."""
    return STATES.search(sentence) is not None


def worth_quoting(sentence: str) -> bool:
    """Whether a stretch of text is a sentence for a reader, not an address, a link or a scrap."""
    if not SHORTEST_QUOTE <= len(sentence) <= LONGEST_QUOTE:
        return False
    if holds_address(sentence) or CONTACT.search(sentence):
        return False
    return ADDRESS.search(sentence) is None and len(sentence.split()) > 3
