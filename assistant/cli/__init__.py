"""The command line: each command parses, calls one function, prints."""

import os
import sys

import typer

from assistant.cli.asking import ask, search
from assistant.cli.backup import backup, restore
from assistant.cli.basket import basket
from assistant.cli.checking import check
from assistant.cli.desk import desk
from assistant.cli.evaluating import evaluate
from assistant.cli.finding import find
from assistant.cli.key import key
from assistant.cli.library import documents, report, status, sync
from assistant.cli.mcp import mcp
from assistant.cli.page_image import page
from assistant.cli.positions import compare, positions
from assistant.cli.serving import serve
from assistant.cli.user import user
from corpus.errors import UserError

app = typer.Typer(
    name="assistant",
    help="Answers questions with an organisation's own published words, each with its source.",
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
)
COMMANDS = (
    sync, report, search, ask, positions, compare, find, check, page, serve, status, documents, evaluate,
    backup, restore, mcp,
)  # fmt: skip
for command in COMMANDS:
    app.command()(command)
app.add_typer(basket, name="basket")
app.add_typer(desk, name="desk")
app.add_typer(user, name="user")
app.add_typer(key, name="key")


def main() -> None:
    """Run a command; a UserError is one sentence on standard error and exit status 1."""
    try:
        app()
    except UserError as error:
        typer.echo(f"assistant: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output (head, less) has left
        os._exit(0)  # a flush at exit would fail again
