"""Which documents pass the filters: one implementation, in SQL, for every index.

Who publishes a document is who speaks in it: its signatories where it has any, else the speaker that was read or that
staff named, else the organisation itself, written "". Where a document lies (a site, a folder) does not count: an
association's site holds papers of the Commission too.
"""

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from corpus.document import Document
from index.library.columns import columns
from index.query import Filters
from index.ranking import Rows

OWN = ""
"""The organisation itself, among publishers."""
VALUES = {
    "kinds": "SELECT DISTINCT kind FROM documents WHERE duplicate_of = ''",
    "languages": "SELECT DISTINCT language FROM documents WHERE duplicate_of = ''",
    "statuses": "SELECT DISTINCT status FROM documents WHERE duplicate_of = ''",
    "topics": "SELECT DISTINCT topic FROM topics JOIN documents ON row = document WHERE duplicate_of = ''",
    "publishers": "SELECT DISTINCT publisher FROM publishers JOIN documents ON row = document WHERE duplicate_of = ''",
}
"""How the values that a filter may have are looked up, by its field."""
HOLDS = {
    "kinds": "kind IN ({})",
    "languages": "language IN ({})",
    "statuses": "status IN ({})",
    "topics": "row IN (SELECT document FROM topics WHERE topic IN ({}))",
    "publishers": "row IN (SELECT document FROM publishers WHERE publisher IN ({}))",
}
ABBREVIATED = re.compile(r"\s*\(([^()]+)\)\s*$")


def publishers_of(document: Document) -> tuple[str, ...]:
    """Who speaks in a document; OWN where that is the organisation alone."""
    return document.signatories or (document.speaker or OWN,)


def passing(connection: sqlite3.Connection, filters: Filters, values_of: Callable[[str], Sequence[str]]) -> Rows:
    """Rows of the documents that pass, ascending, int64 of shape (n,); none where a value is not among those of its
    field, which `values_of` tells.
    """
    clauses, values = ["duplicate_of = ''"], list[str]()
    for clause, bound in (("published >= ?", filters.since), ("published <= ?", filters.until)):
        if bound is not None:
            clauses.append(clause)
            values.append(bound.isoformat())
    for field, clause in HOLDS.items():
        wanted: tuple[str, ...] = getattr(filters, field)
        if wanted:
            meant = [value for value in values_of(field) if means(value, wanted)]
            clauses.append(clause.format(",".join("?" * len(meant))))
            values += meant
    found = connection.execute(f"SELECT row FROM documents WHERE {' AND '.join(clauses)} ORDER BY row", values)
    return columns(found)[0]


def values_of(connection: sqlite3.Connection, field: str) -> tuple[str, ...]:
    """The values that the library's documents have in a field of Filters, in order."""
    return tuple(sorted(value for (value,) in connection.execute(VALUES[field])))


def means(value: str, wanted: Iterable[str]) -> bool:
    """Whether a value of the library is one of those wanted, by any of its names."""
    names = {folded(value), folded(ABBREVIATED.sub("", value)), *map(folded, ABBREVIATED.findall(value))}
    return not names.isdisjoint(folded(one) for one in wanted)


def folded(name: str) -> str:
    """A name without case, accents, superfluous spaces and the shape of its apostrophes."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return " ".join(re.sub("[’‘ʼ]", "'", plain).casefold().split())
