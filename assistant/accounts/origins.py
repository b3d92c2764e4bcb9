"""The sites whose pages may ask, as browsers name them."""

import re
from collections.abc import Iterable

ORIGIN = re.compile(r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::[1-9][0-9]{0,4})?")
"""An origin as it is sent (RFC 6454): scheme, host in small letters, and the port where it is not the usual one."""


def is_origin(told: str) -> bool:
    """Whether a browser could send this as the origin of a page."""
    return ORIGIN.fullmatch(told) is not None


def unfit(told: Iterable[object]) -> list[object]:
    """Those of some values that are no origins."""
    return [one for one in told if not isinstance(one, str) or not is_origin(one)]
