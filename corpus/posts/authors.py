"""Who wrote a text, among what sources put where authors are told."""

import re
from collections.abc import Iterable

NO_NAME = re.compile(
    r"(?i)^(?:admin\w*|administrator|webmaster|web ?editor|editor|root|user|wordpress|\d+)$|://|@|^www\."
)
"""Accounts and addresses, which name nobody."""
LONGEST_NAME = 100


def names_in(told: Iterable[str]) -> tuple[str, ...]:
    """The names among what is told of authors, each once: no addresses, and no accounts such as "admin"."""
    once: dict[str, str] = {}
    for name in (" ".join(words.split()) for words in told):
        if 0 < len(name) <= LONGEST_NAME and not NO_NAME.search(name):
            once.setdefault(name.casefold(), name)
    return tuple(once.values())
