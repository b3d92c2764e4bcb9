"""A BEIR corpus: one JSON object a line."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.catalogue import EMPTY, Catalogue
from corpus.errors import SourceError
from corpus.parsing import parse_json
from corpus.sources.item import Item, storable

BEIR_NAME = "corpus.jsonl"


@dataclass(frozen=True, slots=True)
class BeirFile:
    """A `corpus.jsonl` as BEIR has it: {"_id", "title", "text"} a line."""

    path: Path

    @property
    def address(self) -> str:
        """The file's absolute path."""
        return str(self.path)

    @property
    def catalogue(self) -> Catalogue:
        """None is kept for test collections."""
        return EMPTY

    def items(self) -> Iterator[Item]:
        """One item a line, named by its `_id`. Raises SourceError when the file cannot be read."""
        try:
            with self.path.open("rb") as lines:
                seen: set[str] = set()
                for number, line in enumerate(lines, start=1):
                    if line.strip():
                        yield self._item(number, line, seen)
        except OSError as error:
            raise SourceError(
                f"{self.path} cannot be read: {error.strerror}. Give this user read permission."
            ) from None

    def _item(self, number: int, line: bytes, seen: set[str]) -> Item:
        name = _id_of(line)
        if name and name not in seen:
            seen.add(name)
            return Item(name, "beir", hashlib.sha256(line).hexdigest(), partial(bytes, line))
        where = f"{self.path.name}, line {number}"
        why = f"comes twice as {name}; only the first is read" if name else 'is no JSON object with a text "_id"'
        return Item(f"{self.path.name}:{number}", "", "", bytes, f"{where} {why}. Mend or remove the line.")


def _id_of(line: bytes) -> str:
    """The `_id` of a line; "" when it has none."""
    try:
        row = parse_json(line)
    except ValueError:
        return ""
    name = row.get("_id") if isinstance(row, dict) else ""
    return name if isinstance(name, str) and storable(name) else ""
