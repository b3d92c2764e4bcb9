"""Who did something at the desk, when, and why."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from corpus.errors import DeskError
from corpus.message import Message
from corpus.sources.item import storable

LONGEST_NAME, LONGEST_NOTE = 80, 2000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Signature:
    """`by` is the name of a member of staff as they write it, `at` a moment with its time zone."""

    by: str
    at: datetime
    note: str = ""

    def as_record(self) -> dict[str, Any]:
        """The signature in JSON."""
        return {"by": self.by, "at": self.at.isoformat(timespec="seconds"), "note": self.note}


def checked(signed: Signature) -> Signature:
    """The signature as it is kept. Raises DeskError for a name that is none, or a note that cannot be kept."""
    by, note = " ".join(signed.by.split()), signed.note.strip()
    if not by or len(by) > LONGEST_NAME or not by.isprintable():
        raise DeskError(f"Say who you are, in 1 to {LONGEST_NAME} letters.")
    if not storable(note):
        raise DeskError(Message("The note holds signs that cannot be kept. Write it without them."))
    if len(note) > LONGEST_NOTE:
        values = {"most": LONGEST_NOTE, "number": len(note)}
        raise DeskError(Message("A note may have {most} characters; this one has {number}. Shorten it.", values))
    return replace(signed, by=by, note=note)
