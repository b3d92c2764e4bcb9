"""Whose words a document holds, where they are another body's own: told by the marks on its first page.

A mark counts where it stands by itself, as in a letterhead. An association that discusses "COM(2020) 624 final" in its
sentences speaks for itself.
"""

import re

from corpus.draft import Draft

LONGEST_MARK = 220
"""Characters of a paragraph that holds marks; a longer one is text."""
SHORTEST_SENTENCE = 80
"""Characters from which a paragraph with a full stop is the beginning of the text."""
REFERENCE = re.compile(r"\{?(?:COM|SWD|C|JOIN)\((?:19|20)\d\d\) ?\d{1,4}(?: final)?\b")
COMMISSION = re.compile(
    r"(?:EUROPEAN COMMISSION|COMMISSION EUROPÉENNE|EUROPÄISCHE KOMMISSION|COMISIÓN EUROPEA|COMMISSIONE EUROPEA)"
    r"(?:$|\s+(?:Brussels|Bruxelles|Brüssel|Strasbourg|Luxembourg|COM\(|SWD\(|C\())"
)
COMMISSION_TITLES = re.compile(
    r"(?:COMMUNICATION|REPORT|MITTEILUNG|RAPPORT) (?:FROM THE|DE LA|DER) (?:COMMISSION|KOMMISSION)\b"
    r"|COMMISSION STAFF WORKING DOCUMENT\b|Proposal for a\s+(?:COUNCIL|REGULATION|DIRECTIVE|DECISION)\b"
)
COMMISSION_PAPERS = re.compile(
    rf"{REFERENCE.pattern}|(?:Brussels|Bruxelles|Brüssel|Strasbourg|Luxembourg), (?:den )?\d{{1,2}}\.\d{{1,2}}\.\d{{4}}"
)
JOURNAL = re.compile(
    r"Official Journal of the European (?:Union|Communities)|\bOJ [LC][ ,]|\((?:19|20)\d\d/C \d+/\d+\)"
    r"|\b[LC]/20\d\d/\d{2,5}\b"
)
JOURNAL_TITLES = re.compile(
    r"(?:\d{1,2}\.\d{1,2}\.\d{4}\s+)?(?:EN\s+)?Official Journal of the European Union\s+(?:EN\s+)?[LC] ?\d+/\d+"
)
COUNCIL_TITLES = re.compile(
    r"(?i:council) (?i:conclusions|recommendation|resolution|decision)\b|COUNCIL OF THE EUROPEAN UNION"
)
COUNCIL_PAPERS = re.compile(
    rf"{JOURNAL.pattern}|OUTCOME OF PROCEEDINGS|Interinstitutional File|\bST \d{{4,5}} 20\d\d\b"
)
PARLIAMENT_TITLES = re.compile(
    r"European Parliament (?:legislative )?resolution of|EUROPEAN PARLIAMENT\b|TEXTS ADOPTED"
)
PARLIAMENT_PAPERS = re.compile(
    r"\bP\d_TA(?:-PROV)?\(20\d\d\)\d+|\((?:19|20)\d\d/\d{4}\((?:INI|RSP|COD|INL)\)\)|\bPE ?\d{3}\.\d{3}"
)
BOTH = re.compile(
    r"(?:REGULATION|DIRECTIVE|DECISION) \((?:EU|EC)\) .{0,60}OF THE EUROPEAN PARLIAMENT AND OF THE COUNCIL"
)
BODIES = (
    ("European Commission", COMMISSION, COMMISSION_PAPERS),
    ("European Commission", COMMISSION_TITLES, REFERENCE),
    ("European Parliament and Council of the European Union", BOTH, JOURNAL),
    ("Council of the European Union", COUNCIL_TITLES, COUNCIL_PAPERS),
    ("European Parliament", PARLIAMENT_TITLES, PARLIAMENT_PAPERS),
    ("Official Journal of the European Union", JOURNAL_TITLES, JOURNAL),
)
"""A body, how one of its marks begins, and what one of them must hold."""
PUBLISHERS = {
    "UNESCO": re.compile(
        r"Published in (?:19|20)\d\d by (?:the )?"
        r"(?:United Nations Educational, Scientific and Cultural Organi[sz]ation|UNESCO Institute for \w+)"
    ),
    "OECD": re.compile(
        r"Please cite this publication as:?\s*OECD\b"
        r"|This (?:work|document|report) is published (?:under|on)"
        r" the responsibility of the Secretary-General of the OECD"
    ),
}
"""How paragraphs of these publishers' imprints begin; looked for in PDFs alone."""
IMPRINT = 3_000
"""Characters of the first pages that may hold an imprint."""


def other_body(draft: Draft, title: str) -> str:
    """The body whose own document this is; "" where it is the organisation's, or nothing is certain."""
    marks = _marks(draft, title)
    for body, begins, holds in BODIES:
        if any(begins.match(mark) for mark in marks) and any(holds.search(mark) for mark in marks):
            return body
    return "" if draft.kind in ("post", "page") else _publisher(draft)


def _publisher(draft: Draft) -> str:
    first = [draft.words_of(block).strip() for block in draft.blocks if block.start <= IMPRINT]
    return next((name for name, words in PUBLISHERS.items() if any(words.match(paragraph) for paragraph in first)), "")


def _marks(draft: Draft, title: str) -> list[str]:
    """What stands above the first sentence, each paragraph by itself: letterhead, title, references."""
    marks = [*draft.letterhead.split("\n"), title]
    for block in draft.blocks:
        words = draft.words_of(block).strip()
        if len(words) > LONGEST_MARK or (len(words) >= SHORTEST_SENTENCE and words.endswith(".")):
            break
        marks.append(words)
    return marks
