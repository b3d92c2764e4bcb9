"""Commands that collect quotations and hand them on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from assistant import wire
from assistant.basket.citing import source_of, warnings_of
from assistant.basket.collecting import collect, quotation_in
from assistant.basket.contents import Basket
from assistant.basket.following import Standing, follow, parted
from assistant.cli.options import AsJson, Index, SettingsFile, settings_of
from assistant.cli.output import print_json, print_lines
from corpus.errors import BasketError

Name = Annotated[str, typer.Option("--name", help="Which basket: one for each person or task.")]
Number = Annotated[int, typer.Argument(help="The quotation's number in the list.")]
Revision = Annotated[
    int | None, typer.Option(help="Only if the basket is still as it was listed.", show_default="as it is now")
]
DEFAULT = "basket"

basket = typer.Typer(help="Collect quotations, and hand them on with their sources.", no_args_is_help=True)


@basket.command()
def add(
    quotation: Annotated[str, typer.Argument(metavar="QUOTE_OR_FILE", help="Words, or a text file that holds them.")],
    document: Annotated[str, typer.Option(help="Id of the document that is meant, where several hold them.")] = "",
    note: Annotated[str, typer.Option(help="What to remember about it.")] = "",
    name: Name = DEFAULT,
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Put a quotation into the basket, if the library holds it to the letter."""
    settings = settings_of(settings_file, index)
    desk = wire.quote_desk_of(settings)
    words = quotation_in(quotation)
    quote = replace(collect(words, wire.searcher_of(settings), date.today(), document), note=note.strip())
    now = desk.change(name, desk.basket(name).revision, partial(Basket.adding, quote=quote))
    number = now.number_of(quote.name)
    if as_json:
        print_json(
            {"name": now.name, "revision": now.revision, "number": number, "quote": now.quote(number).as_record()}
        )
    else:
        print_lines(iter([f"{number}. {quote.title} ({quote.document})", *warnings_of(quote)]))


@basket.command("list")
def list_quotes(
    name: Name = DEFAULT, index: Index = None, settings_file: SettingsFile = None, as_json: AsJson = False
) -> None:
    """Show the basket, and where each quotation stands now."""
    settings = settings_of(settings_file, index)
    desk = wire.quote_desk_of(settings)
    held = desk.basket(name)
    searcher = wire.searcher_of(settings)
    standings = [follow(quote, searcher) for quote in held.quotes]
    if as_json:
        quotes = [
            {"number": number} | one.kept.as_record() | {"standing": one.as_record()}
            for number, one in enumerate(standings, start=1)
        ]
        print_json({"name": held.name, "revision": held.revision, "quotes": quotes})
    else:
        print_lines(_basket_lines(held, standings, settings.organisation))
    if not held.quotes and not as_json:
        others = ", ".join(f"{other} ({count})" for other, count in desk.names())
        typer.echo(f"Baskets that hold quotations: {others or 'none'}.")


@basket.command()
def note(
    number: Number,
    text: Annotated[str, typer.Argument(help='What to remember about it; "" for nothing.')],
    name: Name = DEFAULT,
    revision: Revision = None,
    index: Index = None,
    settings_file: SettingsFile = None,
) -> None:
    """Write a note beside a quotation, in the place of the one before."""
    _change(settings_file, index, name, revision, partial(Basket.noting, number=number, note=text))


@basket.command()
def move(
    number: Number,
    to: Annotated[int, typer.Argument(help="The number that it gets.")],
    name: Name = DEFAULT,
    revision: Revision = None,
    index: Index = None,
    settings_file: SettingsFile = None,
) -> None:
    """Put a quotation at another place."""
    _change(settings_file, index, name, revision, partial(Basket.moving, number=number, to=to))


@basket.command()
def remove(
    number: Number,
    name: Name = DEFAULT,
    revision: Revision = None,
    index: Index = None,
    settings_file: SettingsFile = None,
) -> None:
    """Take a quotation out of the basket."""
    _change(settings_file, index, name, revision, partial(Basket.removing, number=number))


@basket.command()
def clear(
    name: Name = DEFAULT, revision: Revision = None, index: Index = None, settings_file: SettingsFile = None
) -> None:
    """Take everything out of the basket."""
    _change(settings_file, index, name, revision, Basket.cleared)


@basket.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write: .docx, .md, .csv, .bib, or .json for CSL-JSON.")],
    name: Name = DEFAULT,
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Write the basket to a file. What the library no longer holds is left out and told; the exit status is then 1."""
    from assistant.basket.export import export as write  # the modules for Word take a while to import

    settings = settings_of(settings_file, index)
    held = wire.quote_desk_of(settings).basket(name)
    quotes, lost = parted(held.quotes, wire.searcher_of(settings))
    if lost and not quotes:
        raise BasketError(f'None of the {len(lost)} quotations of "{held.name}" stands in the library as it was kept.')
    write(file, quotes, settings.organisation, date.today())
    if as_json:
        left_out = [one.kept.as_record() | {"standing": one.as_record()} for one in lost]
        print_json({"written": str(file), "quotes": len(quotes), "left_out": left_out})
    else:
        typer.echo(f"{len(quotes)} quotation" + "s" * (len(quotes) != 1) + f", written to {file}.")
    for one in lost:
        typer.echo(f"Left out: number {held.number_of(one.kept.name)}, {one.kept.title}. {one.sentence}", err=True)
    if lost:
        raise typer.Exit(1)


def _change(
    settings_file: Path | None, index: Path | None, name: str, revision: int | None, how: Callable[[Basket], Basket]
) -> None:
    desk = wire.quote_desk_of(settings_of(settings_file, index))
    seen = desk.basket(name).revision if revision is None else revision
    now = desk.change(name, seen, how)
    print_lines(_short_lines(now))


def _short_lines(held: Basket) -> Iterator[str]:
    count = len(held.quotes)
    yield f'Basket "{held.name}", revision {held.revision}: {count} quotation' + "s" * (count != 1)
    for number, quote in enumerate(held.quotes, start=1):
        yield f"{number}. {quote.title} ({quote.document}){f': {quote.note}' if quote.note else ''}"


def _basket_lines(held: Basket, standings: Sequence[Standing], organisation: str) -> Iterator[str]:
    count = len(held.quotes)
    yield f'Basket "{held.name}", revision {held.revision}: {count} quotation' + "s" * (count != 1)
    for number, one in enumerate(standings, start=1):
        source = source_of(one.kept, organisation)
        yield f"\n{number}. “{one.words or one.kept.words}”"
        address = f" {source.address}" if source.address else ""
        yield f"   {source.speaker}, {source.title}, {source.details}.{address} {source.closing}"
        yield from (f"   {told}" for told in warnings_of(one.kept))
        if one.state != "unchanged" or one.superseded_since:
            yield f"   {one.sentence}"
        yield from (f"   Note: {one.kept.note}",) if one.kept.note else ()
