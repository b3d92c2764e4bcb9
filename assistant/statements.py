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
    r")"
)
"""Of small letters, as the other patterns here: Python's own way of ignoring case takes three times as long, and some
hundred sentences are looked at for a question."""
DEMANDS = re.compile(
    r"\b(?:should|must|ought|calls? (?:for|on|upon)|urges?|welcomes?|regrets?|supports?|opposes?|rejects?|demands?"
    r"|insists?|recommends?|asks? (?:for|the|that)|believes?|proposes?|warns?|doit|doivent|demande|regrette|salue"
    r"|soutient|propose|fordert|muss|müssen|sollte|sollten|begrüßt|bedauert)\b"
)
"""Positions that are taken here and now; one that was taken once ("rejected") is told."""
QUALIFIED = r"(?:the )?(?:european |eu |national )?"
BODIES = (
    r"(?:commission|council|parliament|ministers?|governments?|member states"
    r"|oecd|unesco|unicef|cedefop|eurostat|world bank|united nations|authors?|report|study|survey)"
)
"""Other bodies that the association's posts speak of."""
REPORTS = re.compile(
    rf"\b(?:according to|in the (?:view|words|opinion) of) {QUALIFIED}(?P<of>{BODIES})\b"
    rf"|\b{QUALIFIED}(?P<by>{BODIES})(?:[’']s \w+(?: \w+)?| \(\w+\))?,? "
    r"(?:also |now |therefore |itself |has |have |had ){0,2}"
    r"(?:says?|said|writes?|wrote|written|argues?|argued|believes?|proposes?|proposed|suggests?|suggested|wants?|wanted"
    r"|considers?|announce[sd]?|plans?|planned|states?|stated|claims?|claimed|recommends?|recommended|describes?|expects?"
    r"|finds?|found|concludes?|concluded|estimates?|names?|named)\b"
)
ADDRESS = re.compile(r"e-?mail|courriel|https?://|^(?:tel|phone)\b|\(pdf\)\W*$")
CONTACT = re.compile(
    r"^for (?:more|further) (?:information|details)\b|^(?:more|further) information(?:$|:|\n)|\bplease contact\b"
    r"|^(?:press |media )?contact:|^(?:[\w.'’-]+,? ){0,5}(?:secretary[- ]general|president|director|head of \w+"
    r"|(?:project|policy|press|communications?) (?:manager|officer|coordinator))\b[^.!?]*$"
)
"""Lines of a contact block: whom to ask, and what that person is."""
SHORTEST_QUOTE = 25
LONGEST_QUOTE = 900
FEWEST_WORDS = 3


def states_something(sentence: str) -> bool:
    """Whether a sentence takes a position (welcomes, regrets, urges, should, must) rather than narrates."""
    return STATES.search(sentence.lower()) is not None


def demands_something(sentence: str) -> bool:
    """Whether a sentence takes its position as it speaks (calls for, should), not by telling that one was taken."""
    return DEMANDS.search(sentence.lower()) is not None


def body_reported(sentence: str) -> str:
    """The body of which a sentence tells what it says, plans or found, which is not the organisation's position; ""
    where it tells of none.
    """
    found = REPORTS.search(sentence.lower())
    return (found["of"] or found["by"]) if found else ""


def worth_quoting(sentence: str) -> bool:
    """Whether a stretch of text is a sentence for a reader that says something, not an address, a scrap or a question.

    Without questions, token F1 of the best sentence on a quarter of Doc2Dial is .30, with them .27.
    """
    if not SHORTEST_QUOTE <= len(sentence) <= LONGEST_QUOTE:
        return False
    if sentence.rstrip().endswith("?"):
        return False
    if len(sentence.split()) <= FEWEST_WORDS or holds_address(sentence):
        return False
    small = sentence.lower()
    return ADDRESS.search(small) is None and CONTACT.search(small) is None
