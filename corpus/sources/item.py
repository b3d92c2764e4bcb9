"""What every source gives: items, each with a stamp that changes when its bytes may have."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from corpus.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a source holds. Items of one source have different names."""

    name: str
    """Path below the source's folder, or id; becomes the id of the item's document."""
    form: str
    """Format for `corpus.reading.read`; "" when `skipped` says why the item is not read."""
    stamp: str
    """Equal stamps mean equal bytes."""
    load: Callable[[], bytes]
    """The item's bytes. Raises ReadError."""
    skipped: str = ""
    hides: str | None = None
    """How the names begin of items that cannot be listed because of this one, such as those below a folder that may not
    be opened: what was read of them stays. None: it hides nothing.
    """


@dataclass(slots=True)
class Names:
    """Names of the items of one source, of which no two are the same."""

    _taken: set[str] = field(default_factory=set)
    _times: Counter[str] = field(default_factory=Counter)

    def free(self, name: str) -> str:
        """The name, or where another item has it, the first that none has of "name (2)", "name (3)" and so on."""
        found = name
        while found in self._taken:
            self._times[name] += 1
            found = f"{name} ({self._times[name] + 1})"
        self._taken.add(found)
        return found


class Source(Protocol):
    """A folder, a file, or a site."""

    @property
    def address(self) -> str:
        """What the person named, made absolute; a library remembers its sources by it."""

    @property
    def catalogue(self) -> Catalogue:
        """Staff's corrections to this source's documents. Raises CatalogueError."""

    def items(self) -> Iterator[Item]:
        """Everything the source holds, in a stable order. Raises SourceError when it cannot be listed."""


def storable(text: str) -> bool:
    """Whether a text can be written as UTF-8; file names and JSON may hold halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
