"""Every mention of something, or why there is none: what all doors tell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.mention_records import mentions_record
from assistant.relaxing import Counting, nothing_passes
from corpus.message import Message
from index.query import Filters, Query
from index.searching.mentions import Mentions

AROUND = '“”„«»" '
"""What people put around words that they look for, and do not look for."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Mentions, and why there are none; `nothing` is "" where there are some."""

    mentions: Mentions
    nothing: str

    def as_record(self) -> dict[str, Any]:
        """The mentions in JSON; their form is in docs/api.md."""
        return mentions_record(self.mentions) | {"nothing": self.nothing}


def mentioned(text: str, filters: Filters, find: Callable[[str, Filters], Mentions], library: Counting) -> Mentioned:
    """What `find`, of a finder or a searcher, finds in a library. Raises QuestionError when the text holds no word."""
    found = find(text.strip(AROUND), filters)
    if found.documents:
        return Mentioned(found, "")
    # A passage may hold it all the same, across two sentences.
    across = Message("Nothing found: no sentence holds “{words}”.", {"words": found.text})
    looked_for = Query(found.text, filters=filters, phrases=(found.text,))
    return Mentioned(found, nothing_passes(looked_for, library) or across)
