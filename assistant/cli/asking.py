"""Commands that ask the library: search, ask, one question or a file of them."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant import wire
from assistant.batch import answer_record, found_record, read_questions, run_batch
from assistant.cli.options import (
    AllYears,
    AsJson,
    Index,
    Kind,
    Language,
    Publisher,
    Questions,
    SettingsFile,
    Since,
    Status,
    Topic,
    Until,
    filters_of,
    settings_of,
)  # fmt: skip
from assistant.cli.output import bars, print_json, print_lines
from assistant.cli.printing import answer_lines, found_lines
from assistant.conversation import query_of
from assistant.dates_asked import today_where_dated
from assistant.found import found_by
from corpus.errors import DamagedDesk, SettingsError, StorageError
from index.library.generation import disk_errors
from index.query import Query

LISTED, LISTED_IN_RUNS = 10, 20
"""Passages of one question, and of each in a file: runs are judged by ten documents, which take more passages."""


def search(
    question: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    index: Index = None,
    settings_file: SettingsFile = None,
    k: Annotated[
        int | None, typer.Option("-k", min=1, max=1000, help="How many passages.", show_default="10, for a file 20")
    ] = None,
    as_json: AsJson = False,
    queries: Questions = None,
    run: Annotated[Path | None, typer.Option(help="With --queries: where to write the hits.")] = None,
    since: Since = None,
    until: Until = None,
    kind: Kind = None,
    topic: Topic = None,
    language: Language = None,
    status: Status = None,
    publisher: Publisher = None,
    all_years: AllYears = False,
) -> None:
    """Find passages."""
    settings = settings_of(settings_file, index)
    filters = filters_of(
        settings, since=since, until=until, kind=kind, topic=topic, language=language, status=status,
        publisher=publisher,
    )  # fmt: skip
    _one_of(question, queries, run, "--run")
    searcher = wire.searcher_of(settings)
    today = today_where_dated(searcher.coverage())
    if queries and run:
        asked = read_questions(queries, filters, settings.organisation, today, all_years=all_years)
        _batch(asked, run, lambda query: found_record(found_by(query, searcher, k or LISTED_IN_RUNS)))
        return
    query = query_of(question or "", filters=filters, today=today, all_years=all_years)
    found = found_by(query, searcher, k or LISTED)
    if as_json:
        print_json(found.as_record())
    else:
        print_lines(found_lines(found))


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
    topic: Topic = None,
    language: Language = None,
    status: Status = None,
    publisher: Publisher = None,
    all_years: AllYears = False,
) -> None:
    """Answer a question in the organisation's own words, with sources, or say that nothing was found."""
    settings = settings_of(settings_file, index)
    filters = filters_of(
        settings, since=since, until=until, kind=kind, topic=topic, language=language, status=status,
        publisher=publisher,
    )  # fmt: skip
    _one_of(question, queries, answers, "--answers")
    searcher = wire.searcher_of(settings)
    answerer = wire.answerer_on(searcher, settings)
    today = today_where_dated(searcher.coverage())
    if queries and answers:
        asked = read_questions(queries, filters, settings.organisation, today, all_years=all_years)
        _batch(asked, answers, lambda query: answer_record(answerer.answer(query)))
        return
    query = query_of(question or "", filters=filters, today=today, all_years=all_years)
    answer = answerer.answer(query)
    if as_json:
        print_json(answer.as_record())
    else:
        print_lines(answer_lines(answer))
    try:
        wire.gap_desk_of(settings).note(query, answer, date.today())
    except (StorageError, DamagedDesk) as error:  # the answer is there all the same
        typer.echo(f"The question was not kept. {error}", err=True)


def _one_of(question: str | None, queries: Path | None, output: Path | None, option: str) -> None:
    if (question is None) == (queries is None) or (queries is None) != (output is None):
        raise SettingsError(f"Give either a question, or both --queries FILE and {option} FILE.")


def _batch(asked: Iterable[tuple[str, Query]], output: Path, result_of: Callable[[Query], dict[str, Any]]) -> None:
    with disk_errors(output), bars() as progress:
        done = 0

        def tick() -> None:
            nonlocal done
            done += 1
            progress("Questions", done, 0)

        count = run_batch(asked, output, result_of, tick)
    typer.echo(f"{count} questions, written to {output}.")
