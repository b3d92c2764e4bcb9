"""The command that measures a library."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from assistant import wire
from assistant.cli.options import AsJson, SettingsFile, settings_of
from assistant.cli.output import bars, print_json, print_lines
from assistant.evaluation.materials import Materials, materials_of
from assistant.evaluation.measure import Evaluation, built_from
from assistant.evaluation.measure import evaluate as measure
from assistant.evaluation.text import evaluation_lines
from assistant.evaluation.trec import write_qrels, write_run
from assistant.library import Edition
from assistant.settings import Settings
from corpus.errors import EvaluationError
from index.library.generation import disk_errors
from index.reports.report import Progress


def evaluate(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR",
            help="Folder with a BEIR collection, questions.jsonl or both, or a file of saved questions; "
            "none: the saved questions of the settings.",
        ),
    ] = None,
    index: Annotated[
        Path | None,
        typer.Option(
            "--index", help="Folder of the index.", show_default="one built from DIR/corpus.jsonl, if it is there"
        ),
    ] = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
    runs: Annotated[
        Path | None, typer.Option(help="Write run and qrels of the collection into this folder, in TREC's form.")
    ] = None,
) -> None:
    """Measure what is found and answered: ranking measures of a test collection, saved questions, calibration."""
    settings = settings_of(settings_file, index)
    place = folder or settings.questions
    if place is None:
        raise EvaluationError('Name a folder to measure with, or set questions = "questions.jsonl" under [library].')
    materials = materials_of(place, settings.organisation)
    if runs and not materials.collection:
        raise EvaluationError(f"--runs needs a test collection; {place} holds saved questions alone.")
    with bars() as progress, _edition(settings, None if index else materials.corpus, progress) as (edition, notes):
        told = measure(materials, edition, notes, progress)
    used = str(settings.index) if index or materials.corpus is None else None
    written = _written(runs, place, materials, told)
    if as_json:
        print_json({"set": str(place), "index": used} | told.as_record() | {"written": [str(path) for path in written]})
    else:
        print_lines(evaluation_lines(told))
        print_lines(f"Written: {path}" for path in written)


@contextmanager
def _edition(settings: Settings, corpus: Path | None, progress: Progress) -> Iterator[tuple[Edition, tuple[str, ...]]]:
    """The index of the settings, or one that is built from a corpus for this run; what to tell of it."""
    encoder = wire.encoder_of(settings)
    if corpus is None:
        yield wire.edition_of(settings, encoder), ()
        return
    with built_from(corpus, encoder, progress) as built:
        yield built


def _written(runs: Path | None, place: Path, materials: Materials, told: Evaluation) -> list[Path]:
    """The files that were written, called as the measured folder is."""
    if runs is None or materials.collection is None or told.retrieval is None:
        return []
    name = place.absolute().resolve().name
    run, qrels = runs / f"{name}.run", runs / f"{name}.qrels"
    with disk_errors(runs):
        runs.mkdir(parents=True, exist_ok=True)
        write_run(run, told.retrieval.run)
        write_qrels(qrels, materials.collection.qrels)
    return [run, qrels]
