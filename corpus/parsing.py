"""JSON, TOML and signs of HTML that others wrote, with what the parsers give up at: lists in lists a thousand deep, and
numbers of thousands of digits.
"""

import html
import json
import re
import tomllib
from typing import Any

DEEP = "it holds lists in lists without end"
NUMBERED_SIGN = re.compile(r"&#0*([0-9]+)(;?)")
LONGEST_NUMBER = 7
"""Digits of the number of a sign; Unicode has 1,114,112 of them."""


def parse_json(text: str | bytes) -> Any:
    """The value. Raises ValueError."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError(DEEP) from None


def parse_toml(text: str) -> dict[str, Any]:
    """The tables. Raises ValueError."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError(DEEP) from None


def unescaped(words: str) -> str:
    """Words of HTML with the signs that are written by name or number (HTML standard, 13.5)."""
    return html.unescape(NUMBERED_SIGN.sub(_numbered, words))


def _numbered(sign: re.Match[str]) -> str:
    """A sign's number without zeros before it; Python refuses to read numbers of more than 4,300 digits."""
    return f"&#{sign[1]}{sign[2]}" if len(sign[1]) <= LONGEST_NUMBER else "\ufffd"
