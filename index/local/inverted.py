"""Vectors of a large library in lists of neighbours, of which a search reads some: FAISS's inverted file.

A flat index reads everything: a million vectors take 40 ms and more. The lists are made of the library's own vectors.
A filter leaves fewer vectors in each list, so more lists are read (WIDENED); the few rows that a very narrow one leaves
are compared one by one (APART in index.local.vectors).
"""

import math
from collections.abc import Callable

import faiss
import numpy as np

from index.ranking import Rows, Vectors

FORM = faiss.ScalarQuantizer.QT_bf16
"""How numbers are kept, in lists and flat: a vector that goes from one to the other stays the same. Of the first 10 of
a million, bfloat16 alone keeps .997; a byte a number kept .976 to .981, however many lists were read."""
LISTS = 4.0
"""Lists, by the root of the number of vectors: 4,000 for a million."""
TRAINED_ON = 40
"""Vectors for each list that its middle is learnt from, and TURNS of learning."""
TURNS = 8
PROBED = 128
"""Lists that a search without filters reads. Of the first 10 of exact search, in FORM, 64 find .997 and 128 .9986 on
200,000 vectors grown from MTRAG ClapNQ, .994 and .996 on a million, where more find no more (docs/decisions.md)."""
WIDENED = 0.5
"""The power of what a filter leaves out by which more lists are read. Of a million where 1 of 60 passes, 1 reads all
4,000 lists and takes some 4 ms more than .5, which reads 991; both find .998 of the first 10."""

NO_MAP, BY_ROW = faiss.DirectMap.NoMap, faiss.DirectMap.Hashtable  # type: ignore[attr-defined]
"""Whether an inverted file knows where each row is: to read some needs it, to remove some is quicker without it."""


def inverted(count: int, dimension: int, read: Callable[[Rows], Vectors]) -> faiss.IndexIVFScalarQuantizer:
    """An empty inverted file whose lists suit `count` vectors; `read` gives those of some places below `count`."""
    lists = max(1, min(round(LISTS * math.sqrt(count)), count))
    middles = faiss.IndexFlatIP(dimension)
    made = faiss.IndexIVFScalarQuantizer(middles, dimension, lists, FORM, faiss.METRIC_INNER_PRODUCT, False)
    made.cp.spherical, made.cp.niter, made.cp.max_points_per_centroid = True, TURNS, TRAINED_ON
    made.cp.min_points_per_centroid = 1  # fewer only make it warn
    chosen = np.random.default_rng(count).permutation(count)[: lists * TRAINED_ON]
    made.train(read(np.sort(chosen)))
    return made


def probes(index: faiss.IndexIVF, allowed: int) -> int:
    """How many lists a search reads of which so many vectors are allowed: all where that is as cheap."""
    left_out: float = max(int(index.ntotal), made_for(index)) / max(allowed, 1)
    return min(int(index.nlist), math.ceil(PROBED * math.pow(left_out, WIDENED)))


def made_for(index: faiss.IndexIVF) -> int:
    """How many vectors the lists suit best."""
    return round((int(index.nlist) / LISTS) ** 2)


def rows_in(index: faiss.IndexIVF) -> Rows:
    """The rows in all lists, ascending."""
    lists = index.invlists
    assert lists is not None
    parts = [faiss.rev_swig_ptr(lists.get_ids(at), lists.list_size(at)) for at in range(index.nlist)]
    found: Rows = np.sort(np.concatenate(parts))
    return found
