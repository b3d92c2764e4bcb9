"""JSON and TOML that others wrote: whatever is none is a ValueError, lists in lists a thousand deep, too."""

import json
import tomllib
from typing import Any

DEEP = "it holds lists in lists without end"


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
