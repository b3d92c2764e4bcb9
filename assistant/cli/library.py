"""Commands that keep the library: sync, report, status, documents."""

import json
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from assistant import wire
from assistant.cli.options import AsJson, Index, SettingsFile, settings_of
from assistant.cli.output import bars, print_json, print_lines
from assistant.cli.printing import status_lines
from assistant.desk.lost import refuse_a_lost_desk
from assistant.desk_file import DeskFile
from assistant.evaluation.kept_answers import Answers, keep_answers
from assistant.evaluation.rerun import Rerun, after_sync
from assistant.evaluation.saved_questions import read_saved_questions
from assistant.holdings import Holdings, document_record
from assistant.report_text import report_lines
from assistant.settings import Settings
from assistant.syncing.recording import recording
from corpus.document import Document
from corpus.errors import DamagedDesk, LibraryError, StorageError
from corpus.sources import open_source
from index.build import Beside
from index.build import sync as sync_library
from index.building.surveys import reopened
from index.library.generation import STORE, disk_errors, open_current
from index.library.store import Store
from index.models.encoder import Encoder
from index.reports.archive import amend, kept_report, noted
from index.reports.records import to_record


def sync(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Folders, files, web sites or BEIR corpora; none: those known.")
    ] = None,
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
    allow_empty: Annotated[
        bool, typer.Option(help="Let a source lose most or all of its documents, and the desk its corrections.")
    ] = False,
) -> None:
    """Bring the index up to date with its sources; only what changed is read and embedded."""
    settings = settings_of(settings_file, index)
    with recording(settings.index) as recorder:
        if not allow_empty:
            refuse_a_lost_desk(DeskFile(settings.index))
        with bars() as shown:
            progress = recorder.beside(shown)
            opening = partial(open_source, web=wire.web_access_of(settings, progress))
            # A name that was typed now must exist; of those in the settings one may be gone for a night.
            opened = [opening(one) for one in sources or ()] or [reopened(one, opening) for one in settings.sources]
            shown("Preparing the model", 0, 0)
            encoder = wire.encoder_of(settings)
            corrections = wire.desk_of(settings).corrections.in_force()
            beside = Beside(opening, corrections, settings.internal, settings.sources, wire.place_of(settings))
            told = sync_library(settings.index, opened, encoder, progress, allow_empty, beside)
            later, problem = _at_the_desk(settings, beside, encoder)
            again, answers = _ask_again(settings, encoder, later or told.generation)
        if again:
            told = replace(told, saved_questions=again.as_record())
            told = noted(amend, settings.index, told) if again.asked or again.problem else told
        recorder.finish(told)
    if as_json:
        print_json(to_record(told))
    else:
        print_lines(report_lines(told))
    if again and again.asked:  # kept once it was told: what a crash hides is told by the next sync
        keep_answers(settings.index, answers)
    if problem:
        typer.echo(f"The desk: {problem}", err=True)
    if told.failed or problem or (again and again.problem):
        raise typer.Exit(1)


def _at_the_desk(settings: Settings, beside: Beside, encoder: Encoder) -> tuple[str, str]:
    """Show what staff corrected while the sync ran, as they were told, and drop questions that were kept long enough:
    the generation that is current then, "" for the one of the sync, and what went wrong; the sync itself succeeded.
    """
    desk, generation = wire.desk_of(settings), ""
    try:
        if desk.corrections.in_force() != beside.desk:
            generation = wire.show_corrections_of(settings, lambda: encoder).generation
        desk.gaps.drop_old(date.today())
    except (DamagedDesk, LibraryError, StorageError) as error:
        return generation, str(error)
    return generation, ""


def _ask_again(settings: Settings, encoder: Encoder, generation: str) -> tuple[Rerun | None, Answers]:
    """What came of the saved questions, None where the settings name none; and the answers to be kept."""
    if settings.questions is None:
        return None, Answers()
    read = partial(read_saved_questions, settings.questions, settings.organisation)
    return after_sync(settings.index, read, generation, partial(wire.edition_of, settings, encoder))


def report(
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
    page: Annotated[Path | None, typer.Option(help="Write the report to this file, as a page for a browser.")] = None,
    back: Annotated[int, typer.Option(min=0, help="How many reports before the last one.")] = 0,
) -> None:
    """Show what the last sync did, in full."""
    told = kept_report(settings_of(settings_file, index).index, back)
    if page:
        from assistant.report_page import report_page  # the templates take a while to import

        with disk_errors(page):
            page.write_text(report_page(told), encoding="utf-8")
        typer.echo(f"The report of {told.finished} is written to {page}.")
    if as_json:
        print_json(to_record(told))
    elif not page:
        print_lines(report_lines(told, whole=True))


def status(index: Index = None, settings_file: SettingsFile = None, as_json: AsJson = False) -> None:
    """Say what the index holds, and check that it is whole."""
    settings = settings_of(settings_file, index)
    generation = open_current(settings.index)
    store = Store.read(generation.folder / STORE)
    coverage, known = store.coverage(), list(store.sources())
    if as_json:
        print_json({"index": str(settings.index), "sources": known} | Holdings(generation, coverage).as_record())
    else:
        print_lines(status_lines(generation, coverage, known))


def documents(
    index: Index = None,
    settings_file: SettingsFile = None,
    jsonl: Annotated[Path | None, typer.Option(help="Write every document as a JSON line to this file.")] = None,
) -> None:
    """List the documents as they were read."""
    settings = settings_of(settings_file, index)
    store = Store.read(open_current(settings.index).folder / STORE)
    if jsonl is None:
        print_lines(_document_line(one) for one in store.documents())
        return
    with disk_errors(jsonl), jsonl.open("w", encoding="utf-8") as lines:
        for document in store.documents():
            record = document_record(document, (name for name, _, _ in store.translations_of(document.id)))
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")


def _document_line(document: Document) -> str:
    internal = "  [staff only]" * document.internal
    return f"{document.published or 'undated'!s:<10}  {document.kind:<15}  {document.title}  ({document.id}){internal}"
