"""Numbers of a table of a million rows, as columns: lists of tuples would take a hundred bytes a row."""

import sqlite3

import numpy as np

from index.ranking import Rows


def columns(found: sqlite3.Cursor) -> tuple[Rows, ...]:
    """What a query that selects whole numbers finds, one array of int64, shape (n,), for each that it selects."""
    names = [f"c{at}" for at in range(len(found.description))]
    told = np.fromiter(found, [(name, np.int64) for name in names])
    return tuple(np.ascontiguousarray(told[name]) for name in names)
