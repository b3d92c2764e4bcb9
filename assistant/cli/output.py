"""Where the words of the commands go: lines and JSON on standard output, progress on standard error."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.progress import TaskID

    from index.reports.report import Progress as ShowProgress


def print_json(record: dict[str, Any]) -> None:
    """One JSON object."""
    typer.echo(json.dumps(record, ensure_ascii=False, indent=1))


def print_lines(lines: Iterator[str]) -> None:
    """Lines of text."""
    for line in lines:
        typer.echo(line)


@contextmanager
def bars() -> "Iterator[ShowProgress]":
    """Progress bars on standard error, one a stage; nothing when that is no terminal."""
    from rich.console import Console  # takes a while to import, and most commands show none
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:

        def show(stage: str, done: int, total: int, item: str = "") -> None:  # noqa: ARG001 - names are of any length
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield show
