"""Commands of the staff's desk: documents and what is corrected of them; the others are in desk_answers."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated

import typer

from assistant import wire
from assistant.cli.desk_answers import By, Note, Revision, done, feedback, gaps, overview, pin, pins, remark, unpin
from assistant.cli.options import AsJson, Index, SettingsFile, settings_of
from assistant.cli.output import bars, print_json, print_lines
from assistant.desk.corrections import Change, Wanted
from assistant.desk.overview import Corrected, DocumentPage, DocumentRow, document_row, documents_page
from assistant.desk.showing import Shown
from assistant.desk.signed import Signature
from assistant.desk.values import Value, as_told, documents_beneath, value_told
from assistant.settings import Settings
from corpus.errors import DeskError
from index.library.generation import STORE, open_current
from index.library.store import Store

Document = Annotated[str, typer.Argument(help="Id of the document, as `assistant desk documents` lists it.")]
desk = typer.Typer(help="What staff set, pin and are told.", no_args_is_help=True)


@desk.command()
def documents(
    text: Annotated[str, typer.Argument(help="Words of the id, title, kind, date, language, status or topics.")] = "",
    page: Annotated[int, typer.Option(min=1, help="Which page of the list.")] = 1,
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """List the documents, and what the desk corrects of them."""
    settings = settings_of(settings_file, index)
    told = documents_page(wire.desk_of(settings).corrections, store_of(settings), text, page)
    if as_json:
        print_json(told.as_record())
    else:
        print_lines(_page_lines(told))


@desk.command("set")
def set_fields(
    document: Document,
    by: By,
    status: Annotated[str | None, typer.Option(help="current, superseded or historic.")] = None,
    superseded_by: Annotated[str | None, typer.Option(help="Id of the document that replaced it.")] = None,
    published: Annotated[str | None, typer.Option(help="The day, such as 2021-07-12.")] = None,
    kind: Annotated[str | None, typer.Option(help="What it is, such as statement.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="A topic; may be repeated, and replaces all of them.")] = None,
    speaker: Annotated[str | None, typer.Option(help='Who speaks; "" for the organisation alone.')] = None,
    title: Annotated[str | None, typer.Option(help="The title.")] = None,
    language: Annotated[str | None, typer.Option(help="The language, such as en.")] = None,
    internal: Annotated[str | None, typer.Option(help="yes: for staff only; no: for everybody.")] = None,
    note: Note = "",
    revision: Revision = None,
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Correct a document. It is shown at once, and survives every sync."""
    told: dict[str, str | list[str] | None] = {
        "status": status, "superseded_by": superseded_by, "published": published, "kind": kind, "topics": topic,
        "speaker": speaker, "title": title, "language": language, "internal": internal,
    }  # fmt: skip
    fields = {name: value_told(name, value) for name, value in told.items() if value is not None}
    if not fields:
        raise DeskError("Say what is to be set, such as --status historic.")
    settings = settings_of(settings_file, index)
    _change(settings, Wanted(document, fields), Signature(by, datetime.now(UTC), note), revision, as_json=as_json)


@desk.command()
def unset(
    document: Document,
    fields: Annotated[list[str], typer.Argument(metavar="FIELD...", help="status, superseded_by, published, ...")],
    by: By,
    note: Note = "",
    revision: Revision = None,
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Take corrections of a document back: what was read, and what its catalogue tells, is shown again."""
    settings = settings_of(settings_file, index)
    wanted = Wanted(document, taken_back=tuple(name.replace("-", "_") for name in fields))
    _change(settings, wanted, Signature(by, datetime.now(UTC), note), revision, as_json=as_json)


@desk.command()
def history(
    document: Document, index: Index = None, settings_file: SettingsFile = None, as_json: AsJson = False
) -> None:
    """Who changed what the desk corrects of a document, when and why; the newest first."""
    changes = wire.desk_of(settings_of(settings_file, index)).corrections.history(document)
    if as_json:
        print_json({"document": document, "changes": [change.as_record() for change in changes]})
    else:
        print_lines(line for change in changes for line in _change_lines(change))
        if not changes:
            typer.echo(f"Nothing of {document} was ever corrected at the desk.")


for command in (overview, pin, pins, unpin, gaps, feedback, remark, done):
    desk.command()(command)


def store_of(settings: Settings) -> Store:
    """The documents of the current generation. Raises LibraryError."""
    return Store.read(open_current(settings.index).folder / STORE)


def _change(settings: Settings, wanted: Wanted, signed: Signature, revision: int | None, *, as_json: bool) -> None:
    """Keep a change, show it, and tell what holds then."""
    corrections, store = wire.desk_of(settings).corrections, store_of(settings)
    seen = corrections.correction(wanted.document).revision if revision is None else revision
    now = corrections.change(wanted, seen, signed, documents_beneath(store))
    with bars() as progress:
        shown = wire.show_corrections_of(settings, progress=progress)
    rows = _row_now(settings, wanted.document)
    if as_json:
        documents = [row.as_record() for row in rows]
        print_json({"revision": now.revision, "documents": documents, "shown": shown.as_record()})
    else:
        print_lines(line for row in rows for line in _row_lines(row))
        print_lines(_shown_lines(shown))


def _row_now(settings: Settings, name: str) -> tuple[DocumentRow, ...]:
    """The document as it is now; nothing for one that is gone, whose correction was taken back."""
    try:
        return (document_row(wire.desk_of(settings).corrections, store_of(settings), name),)
    except KeyError:
        return ()


def _shown_lines(shown: Shown) -> Iterator[str]:
    if shown.waits:
        yield shown.waits
    elif shown.documents:
        yield f"Shown in generation {shown.generation}, {shown.embedded} passages embedded."
    else:
        yield "It was shown so already."


def _page_lines(told: DocumentPage) -> Iterator[str]:
    for row in told.rows:
        yield from _row_lines(row)
    about = f" with “{told.text}”" if told.text else ""
    count = f"{told.total} document" + "s" * (told.total != 1)
    yield f"{count}{about}, page {told.page} of {told.pages}" + (" (--page)" if told.pages > 1 else "")


def _row_lines(row: DocumentRow) -> Iterator[str]:
    one = row.entry
    facts = [one.kind, one.language, one.status, *([f"by {one.superseded_by}"] if one.superseded_by else [])]
    facts += ["for staff only"] if one.internal else []
    yield f"{one.published or 'undated':<10}  {one.title}  ({one.id})"
    yield f"            {', '.join(facts)}; {', '.join(one.topics) or 'no topics'}"
    if row.corrected:
        yield f"            revision {row.revision} of the desk's corrections:"
    yield from (f"            {_corrected_line(corrected)}" for corrected in row.corrected)


def _corrected_line(one: Corrected) -> str:
    also = ", by its catalogue or a newer version; the desk holds" if one.also else ""
    return f"  {one.name}: {one.value or 'none'} (without the desk {one.without or 'none'}{also})"


def _change_lines(change: Change) -> Iterator[str]:
    signed = change.signed
    note = f": {signed.note}" if signed.note else ""
    yield f"{signed.at.isoformat(' ', 'minutes')}  {signed.by}{note}  (revision {change.revision})"
    for name in change.names:
        yield f"  {name}: {_told(change.before, name)} -> {_told(change.after, name)}"


def _told(fields: Mapping[str, Value], name: str) -> str:
    if name not in fields:
        return "not set"
    return as_told(fields[name]) or "none"
