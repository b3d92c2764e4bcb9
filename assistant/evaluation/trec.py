"""Runs and qrels as files that trec_eval, ir_measures and others read: columns between spaces.

Ids may hold white space, which would make two columns of one: it is percent-encoded, and so is the percent sign, so
`urllib.parse.unquote` gives back every id. All else, slashes among it, stays as it is.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from assistant.evaluation.collection import Qrels

TAG = "advocacy-assistant"
"""The name of the system in the last column of a run."""

Run = Mapping[str, Sequence[tuple[str, float]]]
"""By query: (document, score), best first, scores strictly falling."""


def column(name: str) -> str:
    """An id as one column."""
    return "".join(
        quote(sign, safe="") if sign == "%" or sign.isspace() or not sign.isprintable() else sign for sign in name
    )


def write_run(path: Path, run: Run) -> None:
    """Write `query Q0 document rank score tag` lines; ranks count from 1."""
    lines = (
        f"{column(query)} Q0 {column(document)} {rank} {score:.6f} {TAG}\n"
        for query, ranking in run.items()
        for rank, (document, score) in enumerate(ranking, start=1)
    )
    path.write_text("".join(lines), encoding="utf-8")


def write_qrels(path: Path, qrels: Qrels) -> None:
    """Write `query 0 document relevance` lines."""
    lines = (
        f"{column(query)} 0 {column(document)} {relevance}\n"
        for query, judged in qrels.items()
        for document, relevance in judged.items()
    )
    path.write_text("".join(lines), encoding="utf-8")
