"""What a library holds, counted for people."""

import sqlite3
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a library holds, for people."""

    documents: int
    passages: int
    first: str
    last: str
    by_kind: tuple[tuple[str, int], ...]
    by_language: tuple[tuple[str, int], ...]
    by_year: tuple[tuple[str, int], ...]
    by_topic: tuple[tuple[str, int], ...]
    by_status: tuple[tuple[str, int], ...]
    by_publisher: tuple[tuple[str, int], ...]
    """Who speaks; "" is the organisation itself. A joint statement counts for each of its signatories."""

    @property
    def dated(self) -> bool:
        """Whether most documents have a date, so that a question can name one."""
        return 2 * sum(count for _, count in self.by_year) > self.documents


def counts_of(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many documents can be found, and how many passages there are."""
    (documents,) = connection.execute("SELECT count(*) FROM documents WHERE duplicate_of = ''").fetchone()
    (passages,) = connection.execute("SELECT count(*) FROM passages").fetchone()
    return documents, passages


def coverage_of(connection: sqlite3.Connection) -> Coverage:
    """What the library holds."""
    (documents, first, last), (passages,) = (
        connection.execute(
            "SELECT count(*), ifnull(min(published), ''), ifnull(max(published), '') FROM documents "
            "WHERE duplicate_of = ''"
        ).fetchone(),
        connection.execute("SELECT count(*) FROM passages").fetchone(),
    )
    found = "FROM documents WHERE duplicate_of = ''"
    return Coverage(
        documents,
        passages,
        first,
        last,
        by_kind=_counts(connection, f"SELECT kind, count(*) {found} GROUP BY 1 ORDER BY 2 DESC, 1"),
        by_language=_counts(connection, f"SELECT language, count(*) {found} GROUP BY 1 ORDER BY 2 DESC, 1"),
        by_year=_counts(
            connection, f"SELECT substr(published, 1, 4), count(*) {found} AND published NOTNULL GROUP BY 1 ORDER BY 1"
        ),
        by_topic=_counts(
            connection,
            "SELECT topic, count(*) FROM topics JOIN documents ON row = document "
            "WHERE duplicate_of = '' GROUP BY 1 ORDER BY 2 DESC, 1",
        ),
        by_status=_counts(connection, f"SELECT status, count(*) {found} GROUP BY 1 ORDER BY 2 DESC, 1"),
        by_publisher=_counts(
            connection,
            "SELECT publisher, count(*) FROM publishers JOIN documents ON row = document "
            "WHERE duplicate_of = '' GROUP BY 1 ORDER BY 2 DESC, 1",
        ),
    )


def _counts(connection: sqlite3.Connection, query: str) -> tuple[tuple[str, int], ...]:
    return tuple((str(name), int(count)) for name, count in connection.execute(query))


def newest_day(connection: sqlite3.Connection) -> date | None:
    """The day of the newest document that can be found; None where none has one."""
    (newest,) = connection.execute("SELECT max(published) FROM documents WHERE duplicate_of = ''").fetchone()
    return date.fromisoformat(newest) if newest else None
