"""The command line: each command parses, calls one function, prints."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from assistant import wire
from assistant.batch import answer_record, hit_record, run_batch
from assistant.conversation import query_of
from assistant.printing import answer_lines, hit_lines, status_lines
from assistant.report_text import report_lines
from assistant.settings import Settings, load_settings
from corpus.errors import QuestionError, SettingsError, UserError
from corpus.records import public_record
from corpus.sources import open_source
from index.archive import kept_report
from index.build import sync as sync_library
from index.generation import STORE, disk_errors, open_current
from index.query import Filters
from index.report import Progress as ShowProgress
from index.report_records import to_record
from index.store import Store
from index.surveys import reopened

app = typer.Typer(
    name="assistant",
    help="Answers questions with an organisation's own published words, each with its source.",
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
)

Index = Annotated[Path | None, typer.Option("--index", help="Folder of the index.", show_default="assistant.library")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="Settings file.", show_default="assistant.toml")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Questions = Annotated[Path | None, typer.Option("--queries", help="JSON lines of questions to run as a batch.")]
Since = Annotated[str | None, typer.Option(help="Only documents of this date or later (2019 or 2019-05-01).")]
Until = Annotated[str | None, typer.Option(help="Only documents of this date or earlier (2024 or 2024-12-31).")]
Kind = Annotated[list[str] | None, typer.Option(help="Only documents of this kind; may be repeated.")]


@app.command()
def sync(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Folders, files, web sites or BEIR corpora; none: those known.")
    ] = None,
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
    allow_empty: Annotated[bool, typer.Option(help="Let a source lose most or all of its documents.")] = False,
) -> None:
    """Bring the index up to date with its sources; only what changed is read and embedded."""
    settings = _settings(settings_file, index)
    with _bars() as progress:
        opening = partial(open_source, web=wire.web_access_of(settings, progress))
        # A name that was typed now must exist; of those in the settings one may be gone for a night.
        opened = [opening(one) for one in sources or ()] or [reopened(one, opening) for one in settings.sources]
        progress("Preparing the model", 0, 0)
        encoder = wire.encoder_of(settings)
        told = sync_library(settings.index, opened, encoder, progress, allow_empty, opening)
    if as_json:
        _print_json(to_record(told))
    else:
        _print_lines(report_lines(told))
    if told.failed:
        raise typer.Exit(1)


@app.command()
def report(
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
    page: Annotated[Path | None, typer.Option(help="Write the report to this file, as a page for a browser.")] = None,
    back: Annotated[int, typer.Option(min=0, help="How many reports before the last one.")] = 0,
) -> None:
    """Show what the last sync did, in full."""
    told = kept_report(_settings(settings_file, index).index, back)
    if page:
        from assistant.report_page import report_page  # the templates take a while to import

        with disk_errors(page):
            page.write_text(report_page(told), encoding="utf-8")
        typer.echo(f"The report of {told.finished} is written to {page}.")
    if as_json:
        _print_json(to_record(told))
    elif not page:
        _print_lines(report_lines(told, whole=True))


@app.command()
def search(
    question: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    index: Index = None,
    settings_file: SettingsFile = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    as_json: AsJson = False,
    queries: Questions = None,
    run: Annotated[Path | None, typer.Option(help="With --queries: where to write the hits.")] = None,
    since: Since = None,
    until: Until = None,
    kind: Kind = None,
) -> None:
    """Find passages."""
    settings, filters = _settings(settings_file, index), _filters(since, until, kind)
    _one_of(question, queries, run, "--run")
    searcher = wire.searcher_of(settings)
    if queries and run:
        _batch(queries, run, filters, lambda query: {"hits": [hit_record(hit) for hit in searcher.search(query, k)]})
        return
    hits = searcher.search(query_of(question or "", filters=filters), k)
    if as_json:
        _print_json({"question": question, "hits": [hit_record(hit) | {"text": hit.text} for hit in hits]})
    elif hits:
        _print_lines(line for number, hit in enumerate(hits, start=1) for line in hit_lines(number, hit))
    else:
        typer.echo("Nothing found: no document passes the filters. Relax them to search more.")


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
    queries: Questions = None,
    answers: Annotated[Path | None, typer.Option(help="With --queries: where to write the answers.")] = None,
    since: Since = None,
    until: Until = None,
    kind: Kind = None,
) -> None:
    """Answer a question in the organisation's own words, with sources, or say that nothing was found."""
    settings, filters = _settings(settings_file, index), _filters(since, until, kind)
    _one_of(question, queries, answers, "--answers")
    asked = None if queries else query_of(question or "", filters=filters)
    answerer = wire.answerer_of(settings)
    if queries and answers:
        _batch(queries, answers, filters, lambda query: answer_record(answerer.answer(query)))
    elif asked:
        answer = answerer.answer(asked)
        if as_json:
            _print_json(answer.as_record())
        else:
            _print_lines(answer_lines(answer))


@app.command()
def serve(
    index: Index = None,
    settings_file: SettingsFile = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.", show_default="7860")] = None,
) -> None:
    """Serve the web page."""
    settings = _settings(settings_file, index)
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    from assistant.web.serve import serve as serve_page  # gradio takes two seconds to import

    serve_page(settings, typer.echo)


@app.command()
def status(index: Index = None, settings_file: SettingsFile = None, as_json: AsJson = False) -> None:
    """Say what the index holds, and check that it is whole."""
    settings = _settings(settings_file, index)
    generation = open_current(settings.index)
    store = Store.read(generation.folder / STORE)
    coverage, known = store.coverage(), list(store.sources())
    if as_json:
        told = {"index": str(settings.index), "generation": generation.name, "created": generation.contents.created,
                "warning": generation.warning, "sources": known, "model": generation.recipe.model}  # fmt: skip
        _print_json(told | asdict(coverage))
    else:
        _print_lines(status_lines(generation, coverage, known))


@app.command()
def documents(
    index: Index = None,
    settings_file: SettingsFile = None,
    jsonl: Annotated[Path | None, typer.Option(help="Write every document as a JSON line to this file.")] = None,
) -> None:
    """List the documents as they were read."""
    settings = _settings(settings_file, index)
    store = Store.read(open_current(settings.index).folder / STORE)
    if jsonl is None:
        _print_lines(f"{d.published or 'undated'!s:<10}  {d.kind:<15}  {d.title}  ({d.id})" for d in store.documents())
        return
    with disk_errors(jsonl), jsonl.open("w", encoding="utf-8") as lines:
        for document in store.documents():
            record = public_record(document)
            record["translations"] = [name for name, _, _ in store.translations_of(document.id)]
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")


def main() -> None:
    """Run a command; a UserError is one sentence on standard error and exit status 1."""
    try:
        app()
    except UserError as error:
        typer.echo(f"assistant: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output (head, less) has left
        os._exit(0)  # a flush at exit would fail again


def _settings(file: Path | None, index: Path | None) -> Settings:
    settings = load_settings(file)
    return replace(settings, index=index.absolute()) if index else settings


def _filters(since: str | None, until: str | None, kinds: list[str] | None) -> Filters:
    return Filters(_day(since, "01-01"), _day(until, "12-31"), tuple(kinds or ()))


def _day(value: str | None, rest_of_year: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(f"{value}-{rest_of_year}" if value.isdigit() and len(value) == 4 else value)
    except ValueError:
        raise QuestionError(f'"{value}" is no date. Write a year such as 2019, or a day such as 2019-05-01.') from None


def _one_of(question: str | None, queries: Path | None, output: Path | None, option: str) -> None:
    if (question is None) == (queries is None) or (queries is None) != (output is None):
        raise SettingsError(f"Give either a question, or both --queries FILE and {option} FILE.")


def _batch(queries: Path, output: Path, filters: Filters, result_of: Callable[[Any], dict[str, Any]]) -> None:
    with disk_errors(output), _bars() as progress:
        done = 0

        def tick() -> None:
            nonlocal done
            done += 1
            progress("Questions", done, 0)

        count = run_batch(queries, output, result_of, filters, tick)
    typer.echo(f"{count} questions, written to {output}.")


def _print_json(record: dict[str, Any]) -> None:
    typer.echo(json.dumps(record, ensure_ascii=False, indent=1))


def _print_lines(lines: Iterator[str]) -> None:
    for line in lines:
        typer.echo(line)


@contextmanager
def _bars() -> Iterator[ShowProgress]:
    """Progress bars on standard error, one a stage; nothing when that is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield show


if __name__ == "__main__":
    main()
