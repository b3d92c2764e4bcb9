"""Commands that keep a copy of what cannot be had again, and put it back."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import wire
from assistant.cli.options import Index, SettingsFile, settings_of
from assistant.cli.output import print_lines

if TYPE_CHECKING:
    from assistant.backup.restoring import Restored

Archive = Annotated[Path, typer.Argument(help="The backup, a .tar.gz file.")]


def backup(
    file: Archive,
    index: Index = None,
    settings_file: SettingsFile = None,
    with_index: Annotated[bool, typer.Option(help="The index too, so that no sync is needed after a restore.")] = False,
    with_fetched: Annotated[bool, typer.Option(help="What was fetched of web sites, too.")] = False,
) -> None:
    """Write what cannot be had again into one file, while everything goes on: the desk, settings, reports."""
    from assistant.backup.writing import Wanted, back_up

    settings = settings_of(settings_file, index)
    written = back_up(settings.index, file, Wanted(wire.settings_files_of(settings), with_index, with_fetched))
    typer.echo(f"{file} holds {len(written.manifest.files)} files ({written.size / 1e6:,.1f} MB); it was read again.")
    print_lines(iter(written.notes))
    typer.echo("The files of your sources are not in it.")


def restore(
    file: Archive,
    index: Index = None,
    settings_file: SettingsFile = None,
    replace: Annotated[bool, typer.Option("--replace", help="Over what is there; that is kept beside.")] = False,
) -> None:
    """Put a backup back, into an empty place or over a library; a server may go on meanwhile."""
    from assistant.backup.restoring import restore as put_back

    print_lines(_told(put_back(file, settings_of(settings_file, index).index, replace=replace)))


def _told(restored: "Restored") -> Iterator[str]:
    manifest = restored.manifest
    yield f"{restored.library} is as it was on {manifest.written} ({len(manifest.files)} files)."
    yield "Who may sign in, and with which password, is as it was then, too: see `assistant user list`."
    yield from restored.notes
    if restored.kept:
        yield f"What was replaced is in {restored.kept}."
    for one in manifest.below("settings"):
        yield f"{restored.library / one.name} was {one.origin}: put it where it belongs."
    if restored.generation:
        yield f"The index is that of then. Bring it up to date: assistant sync --index {restored.library}"
    else:
        sources = " ".join(map(shlex.quote, manifest.sources)) or "SOURCE..."
        yield f"The index is not in it. Now run: assistant sync {sources} --index {shlex.quote(str(restored.library))}"
