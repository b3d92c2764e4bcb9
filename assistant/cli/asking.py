"""Commands that ask the library: search, ask, one question or a file of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant import wire
from assistant.batch import answer_record, hit_record, run_batch
from assistant.cli.options import AsJson, Index, Kind, Questions, SettingsFile, Since, Until, filters_of, settings_of
from assistant.cli.output import bars, print_json, print_lines
from assistant.cli.printing import answer_lines, hit_lines
from assistant.conversation import query_of
from corpus.errors import SettingsError
from index.generation import disk_errors
from index.query import Filters


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
    settings, filters = settings_of(settings_file, index), filters_of(since, until, kind)
    _one_of(question, queries, run, "--run")
    searcher = wire.searcher_of(settings)
    if queries and run:
        _batch(queries, run, filters, lambda query: {"hits": [hit_record(hit) for hit in searcher.search(query, k)]})
        return
    hits = searcher.search(query_of(question or "", filters=filters), k)
    if as_json:
        print_json({"question": question, "hits": [hit_record(hit) | {"text": hit.text} for hit in hits]})
    elif hits:
        print_lines(line for number, hit in enumerate(hits, start=1) for line in hit_lines(number, hit))
    else:
        typer.echo("Nothing found: no document passes the filters. Relax them to search more.")


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
    settings, filters = settings_of(settings_file, index), filters_of(since, until, kind)
    _one_of(question, queries, answers, "--answers")
    asked = None if queries else query_of(question or "", filters=filters)
    answerer = wire.answerer_of(settings)
    if queries and answers:
        _batch(queries, answers, filters, lambda query: answer_record(answerer.answer(query)))
    elif asked:
        answer = answerer.answer(asked)
        if as_json:
            print_json(answer.as_record())
        else:
            print_lines(answer_lines(answer))


def _one_of(question: str | None, queries: Path | None, output: Path | None, option: str) -> None:
    if (question is None) == (queries is None) or (queries is None) != (output is None):
        raise SettingsError(f"Give either a question, or both --queries FILE and {option} FILE.")


def _batch(queries: Path, output: Path, filters: Filters, result_of: Callable[[Any], dict[str, Any]]) -> None:
    with disk_errors(output), bars() as progress:
        done = 0

        def tick() -> None:
            nonlocal done
            done += 1
            progress("Questions", done, 0)

        count = run_batch(queries, output, result_of, filters, tick)
    typer.echo(f"{count} questions, written to {output}.")
