"""Commands that say which programs may ask through the REST interface."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

import typer

from assistant import wire
from assistant.accounts.keys import PER_MINUTE, Key
from assistant.cli.options import AsJson, Index, SettingsFile, settings_of
from assistant.cli.output import print_json, print_lines

Name = Annotated[str, typer.Argument(help="What the program is called.")]
Often = Annotated[int, typer.Option(help="Requests a minute.")]

key = typer.Typer(help="Say which programs may ask through /api/v1.", no_args_is_help=True)


@key.command()
def add(
    name: Name,
    per_minute: Often = PER_MINUTE,
    staff: Annotated[bool, typer.Option("--staff", help="It sees what staff see, internal documents too.")] = False,
    origin: Annotated[
        list[str] | None,
        typer.Option(help="A site whose pages may send it (https://www.example.org); may be repeated."),
    ] = None,
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a key for a program, and show it this once."""
    made = Key(name, "staff" if staff else "member", per_minute, tuple(origin or ()), date.today())
    token = wire.keys_of(settings_of(settings_file, index)).add(made)
    if as_json:
        print_json(made.as_record() | {"key": token})
    else:
        typer.echo(f"{token}\n\nThis key of {name} is not kept and cannot be shown again. It is sent as:")
        typer.echo("Authorization: Bearer KEY")


@key.command("list")
def list_keys(index: Index = None, settings_file: SettingsFile = None, as_json: AsJson = False) -> None:
    """Show all keys, without what is sent."""
    listed = wire.keys_of(settings_of(settings_file, index)).listed()
    if as_json:
        print_json({"keys": [one.as_record() for one in listed]})
    else:
        print_lines(_lines(listed))


@key.command()
def limit(
    name: Name,
    per_minute: Annotated[int, typer.Argument(help="Requests a minute.")],
    index: Index = None,
    settings_file: SettingsFile = None,
) -> None:
    """Let a program ask more or less often; it holds with its next request."""
    changed = wire.keys_of(settings_of(settings_file, index)).limit(name, per_minute)
    typer.echo(f"{changed.name} may ask {changed.per_minute:,} times a minute now.")


@key.command()
def remove(name: Name, index: Index = None, settings_file: SettingsFile = None) -> None:
    """Let a program in no more."""
    removed = wire.keys_of(settings_of(settings_file, index)).remove(name)
    typer.echo(f"The key of {removed.name} is worth nothing now.")


def _lines(listed: Sequence[Key]) -> Iterator[str]:
    for one in listed:
        used = f"used {one.used.isoformat()}" if one.used else "never used"
        sites = f"  from {', '.join(one.origins)}" if one.origins else ""
        yield f"{one.name}  {one.role}  {one.per_minute:,} a minute  since {one.created.isoformat()}  {used}{sites}"
    if not listed:
        yield "No program has a key. Make one with `assistant key add NAME`."
