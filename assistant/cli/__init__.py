"""The command line: each command parses, calls one function, prints."""

import gc
import os
import sys
from collections.abc import Iterable
from importlib import import_module

import typer

from corpus.errors import UserError

COMMANDS = {
    "sync": "library", "report": "library", "search": "asking", "ask": "asking", "positions": "positions",
    "compare": "positions", "find": "finding", "check": "checking", "page": "page_image", "serve": "serving",
    "status": "library", "documents": "library", "evaluate": "evaluating", "backup": "backup", "restore": "backup",
    "mcp": "mcp", "basket": "basket", "desk": "desk", "user": "user", "key": "key",
}  # fmt: skip
"""The commands, in the order in which they are listed, and the module of this folder that holds each under its name.

Only that of the command that is asked for is imported.
"""


def app_of(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The program with these commands."""
    app = typer.Typer(
        name="assistant",
        help="Answers questions with an organisation's own published words, each with its source.",
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        add_completion=False,
    )
    app.callback()(_program)
    for name in names:
        command = getattr(import_module(f"assistant.cli.{COMMANDS[name]}"), name)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command()(command)
    return app


def main() -> None:
    """Run a command; a UserError is one sentence on standard error and exit status 1."""
    asked = sys.argv[1:2]
    try:
        app_of(asked if asked and asked[0] in COMMANDS else COMMANDS)()
    except UserError as error:
        typer.echo(f"assistant: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output (head, less) has left
        os._exit(0)  # a flush at exit would fail again
    finally:
        gc.freeze()  # Python would look through all objects once more before it ends, which takes .13 s of a question


def _program() -> None:
    """With a callback typer asks for the command's name even where it knows one command alone."""
