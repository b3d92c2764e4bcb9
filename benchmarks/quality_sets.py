"""Evaluation sets, scored by their own scorer, as rows of one table that is kept from run to run.

The sets take minutes each, so they are run one at a time or some of them: the rows of a set that is run take the place
of its rows, the others stay as they were measured, and each row tells its day.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Row = tuple[str, ...]

HEADS = ("set", "measure", "ours", "simple reference", "published", "goal", "questions", "seconds", "measured")


@dataclass(frozen=True, slots=True)
class Scoring:
    """One command of score.py: the figures that are taken from what it prints, and what they are compared with."""

    command: str
    figures: tuple[str, ...]
    reference: str
    published: str
    goal: str

    @property
    def verb(self) -> tuple[str, str]:
        """The batch command whose output is scored, and the option that names the output."""
        hits = self.command in ("spans", "retrieval", "pages")
        return ("search", "--run") if hits else ("ask", "--answers")


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """One set: its folder, what is synced from it, and its scorings."""

    folder: str
    source: str
    scorings: tuple[Scoring, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """What a scoring told, as it told it, and how long the batch command took."""

    scoring: Scoring
    scores: Mapping[str, Any]
    seconds: float


SPANS = ("span_hit@1", "span_hit@5", "span_hit@10")
PAGES = ("page_hit@1", "page_hit@5")
TRAINED = "fine-tuned DPR, a related task, all four domains: .375 .670 .758"
READER = "BERT-base that is given the document: .563"
CLAPNQ = "BGE-base .424, with a human rewriting .498; ELSER .527, .578"
CLOUD = "BGE-base .307, with a human rewriting .342; ELSER .427, .438"
SHARED_STORE = "GPT-4 with a shared vector store answers 19 % right"
SETS = (
    EvaluationSet(
        "doc2dial",
        "corpus.jsonl",
        (
            Scoring("spans", SPANS, ".447 .847 .923", TRAINED, ".52 .90 .95"),
            Scoring("quotes", ("token_f1",), "-", READER, ".45"),
        ),
    ),
    EvaluationSet("mtrag-clapnq", "corpus.jsonl", (Scoring("retrieval", ("nDCG@10",), ".436", CLAPNQ, ".50"),)),
    EvaluationSet("mtrag-cloud", "corpus.jsonl", (Scoring("retrieval", ("nDCG@10",), ".325", CLOUD, ".38"),)),
    EvaluationSet("squad2", "corpus.jsonl", (Scoring("answers", ("auroc",), ".617", "-", ".75"),)),
    EvaluationSet("financebench", "pdfs", (Scoring("pages", PAGES, "-", SHARED_STORE, ".35 .60"),)),
)
NAMES = tuple(one.folder for one in SETS)


def measured(root: Path, names: Sequence[str] = NAMES) -> Iterator[tuple[str, list[Row]]]:
    """(set, its rows) for each of these sets that lies in the folder."""
    return ((name, [_row(name, one) for one in told]) for name, told in scored(root, names))


def scored(root: Path, names: Sequence[str] = NAMES) -> Iterator[tuple[str, list[Scored]]]:
    """(set, its scorings) for each of these sets that lies in the folder."""
    with tempfile.TemporaryDirectory() as folder:
        for one in SETS:
            if one.folder in names and (root / one.folder).is_dir():
                library = Path(folder) / one.folder
                _assistant("sync", str(root / one.folder / one.source), "--index", str(library))
                yield one.folder, [_scored(one, scoring, root, library) for scoring in one.scorings]


def merged(before: Iterable[Row], name: str, rows: Sequence[Row]) -> list[Row]:
    """The rows of a table with those of one set in the place of its former ones, in the order of the sets.

    Rows of sets that are no longer known are left out.
    """
    by_set: dict[str, list[Row]] = {known: [] for known in NAMES}
    for row in before:
        if row[0] in by_set:
            by_set[row[0]].append(row)
    by_set[name] = list(rows)
    return [row for ones in by_set.values() for row in ones]


def _scored(one: EvaluationSet, scoring: Scoring, root: Path, library: Path) -> Scored:
    began = time.monotonic()
    scores = _scores(scoring, root / one.folder, library, root)
    return Scored(scoring, scores, time.monotonic() - began)


def _row(name: str, one: Scored) -> Row:
    scoring = one.scoring
    ours = " ".join(f"{one.scores[figure]:.3f}".lstrip("0") for figure in scoring.figures)
    compared = (scoring.reference, scoring.published, scoring.goal)
    asked, day = str(one.scores["questions"]), f"{datetime.now(UTC):%Y-%m-%d}"
    return (name, ", ".join(scoring.figures), ours, *compared, asked, f"{one.seconds:.0f}", day)


def _scores(scoring: Scoring, source: Path, library: Path, root: Path) -> dict[str, Any]:
    questions, output = source / "queries.jsonl", library.with_suffix(f".{scoring.command}.jsonl")
    verb, option = scoring.verb
    _assistant(verb, "--queries", str(questions), option, str(output), "--index", str(library))
    gold = source / "questions.jsonl"  # where the questions that are asked are apart from what is known of them
    options = {
        "retrieval": ["--qrels", str(source / "qrels.tsv")],
        "quotes": ["--questions", str(questions), "--corpus", str(source / "corpus.jsonl")],
    }.get(scoring.command, ["--questions", str(gold if gold.is_file() else questions)])
    told: dict[str, Any] = json.loads(_run([str(root / "score.py"), scoring.command, option, str(output), *options]))
    return told


def _assistant(*arguments: str) -> None:
    _run(["-m", "assistant.cli", *arguments])


def _run(arguments: Sequence[str]) -> str:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    run = subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True, env=environment)
    return run.stdout
