"""One SQLite file as another one, while programs use them.

SQLite's own copying is used, and never that of the file system: a copy of a file that is written to is half of two
states, and a file that is put in the place of one that is open may be undone by the other's journal.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

PATIENCE = 10.0
"""Seconds that copying waits for a writer."""


def copy_of(path: Path, made: Path) -> str:
    """Copy a SQLite file as it is at one moment to a file that is not there yet; what is wrong with it, "" for nothing.

    Raises sqlite3.Error.
    """
    with closing(_connected(path)) as source, closing(sqlite3.connect(made)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file is all of it
        return problem_of(copy)


def put_into(source: Path, path: Path) -> None:
    """Make a SQLite file, which may be in use, equal to another one, in one transaction. Raises sqlite3.Error."""
    with closing(_connected(source)) as new, closing(sqlite3.connect(path, timeout=PATIENCE)) as old:
        new.backup(old)


def problem_of(connection: sqlite3.Connection) -> str:
    """What is wrong with a database, "" for nothing: damage, or parts that run by themselves and that we never make."""
    (told,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if told != "ok":
        return str(told)
    found = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone()
    return f"it holds {found[0]}, which this program never makes" if found else ""


def file_problem(path: Path) -> str:
    """The same of a file that nobody uses."""
    try:
        with closing(_connected(path)) as connection:
            return problem_of(connection)
    except sqlite3.DatabaseError as error:
        return str(error)


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", timeout=PATIENCE, uri=True)
