"""Runs of signs before and behind an offset, found from there, so that each is looked at once.

A pattern that is searched and begins with any white space, or ends in a run at the end, looks at each run again from
each of its signs: a draft of 100 kB that is one run took minutes, in which no other thread of the server had a turn.
"""

import re
from collections.abc import Callable

WHITE, WORD = re.compile(r"\s*"), re.compile(r"\S*")


def begin_of(text: str, at: int, belongs: Callable[[str], bool], least: int = 0) -> int:
    """Where the run of signs that belong to it, which ends before `at`, begins; never before `least`."""
    while at > least and belongs(text[at - 1]):
        at -= 1
    return at


def white_before(text: str, at: int, least: int = 0) -> int:
    """Where the white space before an offset begins."""
    return begin_of(text, at, str.isspace, least)


def white_behind(text: str, at: int) -> int:
    """Where the white space behind an offset ends."""
    found = WHITE.match(text, at)
    return found.end() if found else at


def word_before(text: str, at: int) -> int:
    """Where the run without white space before an offset begins."""
    return begin_of(text, at, lambda sign: not sign.isspace())


def word_behind(text: str, at: int) -> int:
    """Where the run without white space behind an offset ends."""
    found = WORD.match(text, at)
    return found.end() if found else at
