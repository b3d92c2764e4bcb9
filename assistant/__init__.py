"""What a person meets: answers in the organisation's own words, on the command line and in a page.

For programs there is `from assistant import Assistant` (see assistant/api.py); it is read when it is asked for, so that
`import assistant` costs nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.api import Assistant

__all__ = ["Assistant"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from assistant import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
