"""The words by which questions name years, in English, French, German, Spanish and Finnish, as regular expressions.

Groups: `year` (and `month`), or `first` and `last`; `kept` is no word of time and stays in the question.
"""

import re
from functools import cache

A_YEAR = re.compile(r"(?:19|20)\d\d")
"""What every form below holds."""
YEAR = rf"(?P<{{}}>{A_YEAR.pattern})"
NAMED = (
    r"agenda|targets?|goals?|strateg\w+|framework|recommendation|declaration|conclusions|resolution|communication|"
    r"programmes?|action plan|work plan|budget|edition|census|survey"
)
"""What a year is the name of, where one of these follows."""
DONE = (
    r"adopted|launched|signed|held|agreed|founded|established|created|set\s+up|approved|ratified|"
    r"adoptée?s?|lancée?s?|signée?s?|créée?s?|fondée?s?|adoptad[oa]s?|aprobad[oa]s?|firmad[oa]s?|lanzad[oa]s?|"
    r"verabschiedet\w*|beschlossen\w*|gegründet\w*|hyväksyt\w+|perustet\w+"
)
"""What else was done in a year, where one of these stands beside it."""
ELSEWHERE = re.compile(rf"\b(?:{DONE})\s+$", re.IGNORECASE)
BEHIND = rf"(?![\w/’'.,–-]*\d)(?!['’]s\b)(?!\s+(?:{NAMED}|{DONE})\b)\b"
"""What must not follow: besides those, the rest of a reference or of a span ("2021/402", "2014-2020")."""
MONTHS = (
    "january janvier januar jänner enero", "february février februar febrero", "march mars märz marzo",
    "april avril abril", "may mai mayo", "june juin juni junio", "july juillet juli julio", "august août agosto",
    "september septembre septiembre", "october octobre oktober octubre", "november novembre noviembre",
    "december décembre dezember diciembre",
)  # fmt: skip
"""The months from January on, by their names."""
MONTH_OF = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}
ONE = rf"(?:(?P<month>{'|'.join(MONTH_OF)})\s+(?:of\s+|de\s+)?)?" + YEAR.format("year") + BEHIND
FIRST, LAST = YEAR.format("first"), YEAR.format("last") + BEHIND
THE_YEAR = (
    r"(?:the\s+years?\s+|(?:early|late|mid)[\s-]+|(?:the\s+)?(?:spring|summer|autumn|winter)\s+(?:of\s+)?"
    r"|l['’]an(?:née)?\s+|dem\s+jahre?\s+|el\s+año\s+)?"
)
PUBLICATION = r"statements?|position\s+papers?|papers?|documents?|posts?|texts?|publications?|reply|replies|responses?"
SPANS = (
    rf"between\s+(?:the\s+years\s+)?{FIRST}\s+and\s+{LAST}",
    rf"from\s+{FIRST}\s+(?:to|until|till|through|up\s+to)\s+{LAST}",
    rf"(?:in|during)\s+(?:the\s+years\s+)?{FIRST}\s*[-–]\s*{LAST}",
    rf"in\s+the\s+years\s+{FIRST}\s+to\s+{LAST}",
    rf"entre\s+(?:les\s+années\s+|los\s+años\s+)?{FIRST}\s+(?:et|y)\s+{LAST}",
    rf"(?:de|depuis|desde)\s+{FIRST}\s+(?:à|a|jusqu['’](?:à|en)|hasta)\s+{LAST}",
    rf"del?\s+{FIRST}\s+al?\s+{LAST}",
    rf"zwischen\s+(?:den\s+jahren\s+)?{FIRST}\s+und\s+{LAST}",
    rf"(?:von|in\s+den\s+jahren)\s+{FIRST}\s+bis\s+{LAST}",
    rf"vuosina\s+{FIRST}\s*[-–]\s*{LAST}",
    rf"vuosien\s+{FIRST}\s+ja\s+{LAST}\s+välillä",
    rf"vuodesta\s+{FIRST}\s+vuoteen\s+{LAST}",
)
"""From the first day of one year to the last day of another."""
EITHER = (
    rf"in\s+{FIRST}\s+(?:and|or)\s+{LAST}",
    rf"en\s+{FIRST}\s+(?:et|ou|y|o)\s+{LAST}",
    rf"in\s+(?:den\s+jahren\s+)?{FIRST}\s+(?:und|oder)\s+{LAST}",
    rf"vuosina\s+{FIRST}\s+(?:ja|tai)\s+{LAST}",
)
"""Two years, which are one stretch of time when they follow one another."""
PUBLISHED = (
    rf"(?P<kept>(?:{PUBLICATION})\s+)(?:from|of)\s+{ONE}(?!\s+on)",
    rf"{YEAR.format('year')}\s+(?=(?-i:{PUBLICATION})\b)",
)
"""Beside a word for what is published, which is no word of time."""
SINCE = (
    rf"(?:since|from|starting\s+in|starting\s+from|as\s+of|as\s+from)\s+{THE_YEAR}{ONE}(?:\s+(?:on|onwards?)\b)?",
    rf"(?:depuis|dès|à\s+partir\s+de|desde|a\s+partir\s+de)\s+{THE_YEAR}{ONE}",
    rf"(?:seit|ab)\s+{THE_YEAR}{ONE}",
    rf"vuodesta\s+{ONE}(?:\s+(?:lähtien|alkaen))?",
)
AFTER = (
    rf"(?:after|later\s+than)\s+{THE_YEAR}{ONE}",
    rf"(?:après|después\s+de|despues\s+de|tras)\s+{THE_YEAR}{ONE}",
    rf"nach\s+{THE_YEAR}{ONE}",
    rf"vuoden\s+{ONE}\s+jälkeen",
)
BEFORE = (
    rf"(?:before|prior\s+to|earlier\s+than)\s+{THE_YEAR}{ONE}",
    rf"(?:avant|antes\s+de)\s+{THE_YEAR}{ONE}",
    rf"vor\s+{THE_YEAR}{ONE}",
    rf"ennen\s+vuotta\s+{ONE}",
)
UNTIL = (
    rf"(?:until|till|up\s+to|no\s+later\s+than)\s+{THE_YEAR}{ONE}",
    rf"(?:jusqu['’]en|jusqu['’]à|jusqu['’]au|hasta)\s+{THE_YEAR}{ONE}",
    rf"bis\s+(?:zum\s+jahre?\s+)?{ONE}",
    rf"vuoteen\s+{ONE}\s+(?:asti|saakka|mennessä)",
)
WITHIN = (
    rf"(?:in|during)\s+{THE_YEAR}{ONE}",
    rf"(?:en|pendant|durant|courant|au\s+cours\s+de|durante)\s+{THE_YEAR}{ONE}",
    rf"(?:im\s+jahre?|im|während\s+des\s+jahres)\s+{ONE}",
    rf"vuonna\s+{ONE}",
    rf"vuoden\s+{ONE}\s+aikana",
)
FORMS = (
    ("span", SPANS), ("either", EITHER), ("in", PUBLISHED), ("since", SINCE), ("after", AFTER), ("before", BEFORE),
    ("until", UNTIL), ("in", WITHIN),
)  # fmt: skip


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What is tried, with its meaning, in this order: a longer form stands before those that it contains.

    Made for the first question that names a year: 36 ms of processor time, which a command without one does not take.
    """
    return tuple((meaning, re.compile(rf"\b(?:{form})", re.IGNORECASE)) for meaning, forms in FORMS for form in forms)
