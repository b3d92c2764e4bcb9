"""Why an item could not be read, or not wholly: for programs, beside the sentence that people read."""

from typing import Literal, get_args

Cause = Literal["", "no text layer", "pages without text", "recognised", "password", "damaged", "not looked at"]
"""`""` means that the sentence says it all. "recognised" and "pages without text" tell of items that were read."""
WITHOUT_TEXT_LAYER: frozenset[Cause] = frozenset({"no text layer", "pages without text", "recognised"})
"""Causes of items that are scans, wholly or on some pages."""
_KNOWN: dict[str, Cause] = {cause: cause for cause in get_args(Cause)}


def cause_named(name: object) -> Cause:
    """The cause of this name; "" for any that is none, since the name may come from a child that was taken over."""
    return _KNOWN.get(name, "") if isinstance(name, str) else ""
