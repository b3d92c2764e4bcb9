"""Commands that say who may sign in."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

import typer

from assistant import wire
from assistant.accounts.passwords import Passwords, checked_password
from assistant.accounts.people import Role
from assistant.accounts.users import User
from assistant.cli.options import AsJson, Index, SettingsFile, settings_of
from assistant.cli.output import print_json, print_lines
from corpus.errors import AccountError

Name = Annotated[str, typer.Argument(help="Who; capital and small letters are the same.")]
AsWhat = Annotated[Role, typer.Option("--role", help="staff see and do everything.")]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line of standard input.")
]
NoPassword = Annotated[
    bool, typer.Option("--no-password", help="For who signs in by a web server in front, or OpenID Connect, alone.")
]
LONGEST_LINE = 8000
"""Bytes that are read of a line: more than the longest password has."""

user = typer.Typer(help="Say who may sign in.", no_args_is_help=True)


@user.command()
def add(
    name: Name,
    role: AsWhat = "member",
    password_stdin: FromStdin = False,
    no_password: NoPassword = False,
    index: Index = None,
    settings_file: SettingsFile = None,
) -> None:
    """Add a person."""
    users = wire.users_of(settings_of(settings_file, index))
    users.check_free(name)  # before anybody thinks of a password
    added = users.add(name, role, "" if no_password else _hash_of(password_stdin), date.today())
    typer.echo(f"{added.name} can sign in now ({added.role}).")


@user.command("list")
def list_users(index: Index = None, settings_file: SettingsFile = None, as_json: AsJson = False) -> None:
    """Show everybody who can sign in."""
    listed = wire.users_of(settings_of(settings_file, index)).listed()
    if as_json:
        print_json({"users": [one.as_record() for one in listed]})
    else:
        print_lines(_lines(listed))


@user.command()
def password(
    name: Name, password_stdin: FromStdin = False, index: Index = None, settings_file: SettingsFile = None
) -> None:
    """Give a person a new password; it signs them out everywhere."""
    users = wire.users_of(settings_of(settings_file, index))
    users.named(name)
    changed = users.change_password(name, _hash_of(password_stdin))
    typer.echo(f"{changed.name} has a new password, and was signed out everywhere.")


@user.command()
def role(
    name: Name,
    to: Annotated[Role, typer.Argument(metavar="member|staff")],
    index: Index = None,
    settings_file: SettingsFile = None,
) -> None:
    """Give a person another role; it holds with their next click."""
    changed = wire.users_of(settings_of(settings_file, index)).change_role(name, to)
    typer.echo(f"{changed.name} is {changed.role} now.")


@user.command()
def remove(name: Name, index: Index = None, settings_file: SettingsFile = None) -> None:
    """Remove a person, and sign them out everywhere. What they kept stays."""
    removed = wire.users_of(settings_of(settings_file, index)).remove(name)
    typer.echo(f"{removed.name} can no longer sign in.")


def _hash_of(stdin: bool) -> str:
    return Passwords().hashed(checked_password(_from_stdin() if stdin else _asked()))


def _asked() -> str:
    if not sys.stdin.isatty():
        raise AccountError("There is no terminal to ask for the password on. Use --password-stdin.")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _from_stdin() -> str:
    line = sys.stdin.buffer.readline(LONGEST_LINE)
    try:
        return line.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise AccountError("The password on standard input is not in UTF-8. Write it in that encoding.") from None


def _lines(listed: Sequence[User]) -> Iterator[str]:
    for one in listed:
        yield f"{one.name}  {one.role}  since {one.created.isoformat()}"
    if not listed:
        yield "Nobody can sign in. Add somebody with `assistant user add NAME --role staff`."
