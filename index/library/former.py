"""What an index of another version of this software still tells: its sources, so that one command builds it anew."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index.library.generation import STORE, pointed_at


@dataclass(frozen=True, slots=True)
class Former:
    """The generation that was current, by its name, the addresses of its sources, and those for staff only."""

    name: str = ""
    addresses: tuple[str, ...] = ()
    internal: frozenset[str] = frozenset()


def former_of(library: Path) -> Former:
    """What the current generation tells, whatever its version; no sources where it does not tell them as we do.

    Raises NoLibrary.
    """
    name = pointed_at(library)
    path = library / "generations" / name / STORE
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as store:
            addresses = tuple(str(one) for (one,) in store.execute("SELECT address FROM sources ORDER BY rowid"))
            columns = {column for _, column, *_ in store.execute("PRAGMA table_info(sources)")}
            told = store.execute("SELECT address FROM sources WHERE internal") if "internal" in columns else ()
            return Former(name, addresses, frozenset(str(one) for (one,) in told))
    except sqlite3.Error:
        return Former(name)
