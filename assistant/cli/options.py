"""The options that commands share, and what is made of them."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from inspect import signature
from pathlib import Path
from typing import Annotated, Any

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
Topic = Annotated[list[str] | None, typer.Option(help="Only documents with this topic; may be repeated.")]
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


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filters as typed: one option of a command for each field."""

    since: Since = None
    until: Until = None
    kind: Kind = None
    topic: Topic = None
    language: Language = None
    status: Status = None
    publisher: Publisher = None

    def filters(self, settings: Settings) -> Filters:
        """What may answer. Raises QuestionError on a value that cannot be meant."""
        return filters_told(asdict(self), settings.organisation)


NONE = Narrowing()


def narrowed(command: Callable[..., None]) -> Callable[..., None]:
    """A command for typer with the options of Narrowing in the place of its parameter `narrowing`.

    Typer reads options from a signature and passes them by name, so the names of a group are gathered here.
    """
    own = signature(command, eval_str=True)
    names = [one.name for one in fields(Narrowing)]
    options = list(signature(Narrowing, eval_str=True).parameters.values())
    parameters = [
        option for one in own.parameters.values() for option in (options if one.name == "narrowing" else [one])
    ]

    def run(**typed: Any) -> None:
        narrowing = Narrowing(*(typed.pop(name) for name in names))
        command(**typed, narrowing=narrowing)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    run.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    return run
