"""The options that commands share, and what is made of them."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from assistant.settings import Settings, load_settings
from corpus.errors import QuestionError
from index.query import Filters

Index = Annotated[Path | None, typer.Option("--index", help="Folder of the index.", show_default="assistant.library")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="Settings file.", show_default="assistant.toml")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Questions = Annotated[Path | None, typer.Option("--queries", help="JSON lines of questions to run as a batch.")]
Since = Annotated[str | None, typer.Option(help="Only documents of this date or later (2019 or 2019-05-01).")]
Until = Annotated[str | None, typer.Option(help="Only documents of this date or earlier (2024 or 2024-12-31).")]
Kind = Annotated[list[str] | None, typer.Option(help="Only documents of this kind; may be repeated.")]


def settings_of(file: Path | None, index: Path | None) -> Settings:
    """The settings in a file, with the index that was named instead. Raises SettingsError."""
    settings = load_settings(file)
    return replace(settings, index=index.absolute()) if index else settings


def filters_of(since: str | None, until: str | None, kinds: list[str] | None) -> Filters:
    """The filters as typed: years or days as text. Raises QuestionError."""
    return Filters(_day(since, "01-01"), _day(until, "12-31"), tuple(kinds or ()))


def _day(value: str | None, rest_of_year: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(f"{value}-{rest_of_year}" if value.isdigit() and len(value) == 4 else value)
    except ValueError:
        raise QuestionError(f'"{value}" is no date. Write a year such as 2019, or a day such as 2019-05-01.') from None
