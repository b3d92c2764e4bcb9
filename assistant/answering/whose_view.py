"""Whose view a question asks for, where that is another body's: EAEA's words are no answer to what a party thinks.

Questions in English alone are read; in other languages the words of the question have to tell the bodies apart.
"""

import re

BODY = r"(?:the )?(?P<body>(?:[\w&’'.-]+ ){1,7}?)"
SAYS = (
    r"(?:say|think|want|believe|propose|promise|recommend|suggest|demand|argue|support|oppose|welcome|reject|criticise"
    r"|call for|ask for|plan|stand for|write|claim|announce|advise|see|view)s?\b"
)
ASKED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Dd]o|[Dd]oes|[Dd]id|[Hh]as|[Ww]ill|[Ww]ould) {BODY}(?:also |now |really |ever )?{SAYS}",
        r"\b[Aa]ccording to (?:the )?(?P<body>(?:[A-Z][\w&’'.-]+(?: (?:of|for|the|and|on|party|[A-Z][\w&’'.-]+))*))",
        r"\b(?:position|opinion|view|stance)s? of (?:the )?"
        r"(?P<body>[A-Z][\w&’'.-]+(?: (?:of|for|the|and|party|[A-Z][\w&’'.-]+))*)",
        r"\b(?:the )?(?P<body>[A-Z][\w&.-]+(?: (?:of|for|the|party|[A-Z][\w&.-]+))*)[’'](?:s )?"
        r" ?(?:position|opinion|view|stance)\b",
    )
)
OWN = re.compile(
    r"\bEAEA\b|\bAEEA\b|\bEuropean Association for the Education of Adults\b|\b(?:association|you|your|we|our)\b",
)
"""The organisation itself, under its names."""
CAPITAL = re.compile(r"\b[A-ZÀ-Ý]")
INSTITUTION = re.compile(
    r"^(?:(?:European|EU) (?=(?:Commission|Parliament|Council)\b))|(?<=Council) of the European Union$", re.IGNORECASE
)
"""What texts leave out of the names of these."""


def body_asked(question: str) -> str:
    """The name of the other body whose view is asked for; "" where it is the organisation's own, or nobody's."""
    for pattern in ASKED:
        for found in pattern.finditer(question):
            body = found["body"].strip()
            if CAPITAL.search(body) and not OWN.search(body):
                return INSTITUTION.sub("", body)
    return ""
