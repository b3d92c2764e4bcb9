"""The command that finds every mention of something."""

from pathlib import Path
from typing import Annotated

import typer

from assistant import wire
from assistant.cli.options import (
    AsJson,
    Index,
    Kind,
    Language,
    Publisher,
    SettingsFile,
    Since,
    Status,
    Topic,
    Until,
    filters_of,
    settings_of,
)  # fmt: skip
from assistant.cli.output import print_json, print_lines
from assistant.cli.printing import mentions_lines
from assistant.mention_records import write_csv
from assistant.mentioned import mentioned
from index.library.generation import disk_errors


def find(
    text: Annotated[str, typer.Argument(help="A word, or several in a row.")],
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
    csv: Annotated[Path | None, typer.Option(help="Write a row for each sentence to this file.")] = None,
    since: Since = None,
    until: Until = None,
    kind: Kind = None,
    topic: Topic = None,
    language: Language = None,
    status: Status = None,
    publisher: Publisher = None,
) -> None:
    """Find every document and every sentence that mentions something."""
    settings = settings_of(settings_file, index)
    filters = filters_of(
        settings, since=since, until=until, kind=kind, topic=topic, language=language, status=status,
        publisher=publisher,
    )  # fmt: skip
    finder = wire.finder_of(settings)
    found = mentioned(text, filters, finder.find, finder)
    if csv:
        with disk_errors(csv):
            write_csv(csv, found.mentions)
    if as_json:
        print_json(found.as_record())
    else:
        print_lines(iter([found.nothing]) if found.nothing else mentions_lines(found.mentions))
    if csv and not as_json:
        typer.echo(f"\nWritten to {csv}.")
