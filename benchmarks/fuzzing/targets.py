"""Every parser that is fuzzed, by name."""

from benchmarks.fuzzing import asked, drafts, files, pieces, readers, site, sources
from benchmarks.fuzzing.target import Target

PARTS = (readers, sources, site, asked, drafts, files, pieces)
TARGETS: dict[str, Target] = {one.name: one for part in PARTS for one in part.TARGETS}
PLACES: dict[str, str] = {one.name: part.__name__ for part in PARTS for one in part.TARGETS}
"""Modules of the targets, by name."""
