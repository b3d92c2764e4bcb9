"""What is asked of every library that is compared. Adapters import nothing else of this project, but that of ours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

TOP = 10
"""Passages asked for where time is taken."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document as it goes in."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """All documents as they are now, of which one is `changed` since they were kept."""

    documents: Sequence[Text]
    changed: Text


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as it comes out: the name of its document, and its words."""

    name: str
    text: str


Ask = Callable[[str, int], list[Found]]
"""The k best passages for a question, best first."""


class Peer(Protocol):
    """A library at its documented defaults, or tuned. Everything that it keeps, it keeps in the folder it is given."""

    def build(self, documents: Sequence[Text], folder: Path) -> int:
        """Split, embed and keep documents in an empty folder; the number of passages."""

    def change(self, now: Change, folder: Path) -> None:
        """Bring what is kept up to date. A library that finds out by itself what changed is given all documents, else
        the changed one alone.
        """

    def open(self, folder: Path) -> Ask:
        """What is kept, ready for questions."""
