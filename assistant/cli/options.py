"""The options that commands share, and what is made of them."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from assistant.filtering import filters_told
from assistant.settings import Settings, load_settings
from index.query import Filters

Index = Annotated[Path | None, typer.Option("--index", help="Folder of the index.", show_default="assistant.library")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="Settings file.", show_default="assistant.toml")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Questions = Annotated[Path | None, typer.Option("--queries", help="JSON lines of questions to run as a batch.")]
Since = Annotated[str | None, typer.Option(help="Only documents of this date or later (2019 or 2019-05-01).")]
Until = Annotated[str | None, typer.Option(help="Only documents of this date or earlier (2024 or 2024-12-31).")]
Kind = Annotated[list[str] | None, typer.Option(help="Only documents of this kind; may be repeated.")]
Topic = Annotated[list[str] | None, typer.Option("--topic", help="Only documents with this topic; may be repeated.")]
Language = Annotated[list[str] | None, typer.Option(help="Only documents in this language (en); may be repeated.")]
Status = Annotated[list[str] | None, typer.Option(help="Only current, superseded or historic documents.")]
Publisher = Annotated[
    list[str] | None, typer.Option(help="Only documents in which this organisation speaks; may be repeated.")
]
AllYears = Annotated[bool, typer.Option("--all-years", help="Leave out the years in a question; search all.")]


def settings_of(file: Path | None, index: Path | None) -> Settings:
    """The settings in a file, with the index that was named instead. Raises SettingsError."""
    settings = load_settings(file)
    return replace(settings, index=index.absolute()) if index else settings


def filters_of(
    settings: Settings,
    *,
    since: str | None,
    until: str | None,
    kind: list[str] | None,
    topic: list[str] | None,
    language: list[str] | None,
    status: list[str] | None,
    publisher: list[str] | None,
) -> Filters:
    """The filters as typed. Raises QuestionError."""
    told = {
        "since": since, "until": until, "kind": kind, "topic": topic, "language": language, "status": status,
        "publisher": publisher,
    }  # fmt: skip
    return filters_told(told, settings.organisation)
