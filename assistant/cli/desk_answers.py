"""Commands of the staff's desk: pinned answers, what was not found, what people say, and all of it at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from assistant import wire
from assistant.cli.options import AsJson, Index, SettingsFile, settings_of
from assistant.cli.output import print_json, print_lines
from assistant.conversation import query_of
from assistant.dates_asked import today_where_dated
from assistant.desk.choosing import choose
from assistant.desk.feedback import Feedback, quotes_shown, remark_on
from assistant.desk.gaps import Gap
from assistant.desk.overview import Looked, Overview, pin_standings
from assistant.desk.overview import overview as look
from assistant.desk.pinned import PinStanding, standing_of
from assistant.desk.pins import Pin, PinDesk, pin_of
from assistant.desk.signed import Signature
from assistant.evaluation.saved_questions import SavedQuestion, read_saved_questions
from assistant.settings import Settings
from corpus.errors import DeskError
from index.library.generation import STORE
from index.library.store import Store

By = Annotated[str, typer.Option("--by", help="Who you are.")]
Note = Annotated[str, typer.Option("--note", help="Why.")]
Revision = Annotated[
    int | None, typer.Option(help="Only if nobody changed it since it was listed.", show_default="as it is now")
]
LISTED = 10
"""Entries of each list that the overview shows; the commands of each list, and --json, show all."""


def pin(
    question: Annotated[str, typer.Argument(help='The question, or the "_id" of a saved one.')],
    by: By,
    quote: Annotated[
        list[str] | None,
        typer.Option(
            help='What the answer shows first: words, a text file that holds them, or "DOCUMENT :: WORDS"; may be '
            "repeated.",
            show_default="what the saved question expects",
        ),
    ] = None,
    wording: Annotated[list[str] | None, typer.Option(help="Another way to ask it; may be repeated.")] = None,
    note: Note = "",
    revision: Revision = None,
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Choose what is quoted first to whoever asks a question; it takes the place of what was chosen before."""
    settings = settings_of(settings_file, index)
    searcher = wire.searcher_of(settings)
    chosen = choose(question, quote or (), _saved(settings), searcher, date.today())
    wanted = pin_of(chosen.question, chosen.quotes, Signature(by, datetime.now(UTC), note), tuple(wording or ()))
    desk = wire.desk_of(settings).pins
    seen = max((one.revision for one in desk.pins() if one.name == wanted.name), default=0)
    kept = desk.pin(wanted, seen if revision is None else revision)
    _tell_pins((standing_of(kept, searcher),), as_json=as_json)


def pins(index: Index = None, settings_file: SettingsFile = None, as_json: AsJson = False) -> None:
    """List the pinned answers, and where their quotations stand now."""
    settings = settings_of(settings_file, index)
    _tell_pins(pin_standings(wire.desk_of(settings).pins, wire.searcher_of(settings)), as_json=as_json)


def unpin(
    question: Annotated[str, typer.Argument(help="The question, one of its wordings, or the name of the pin.")],
    revision: Revision = None,
    index: Index = None,
    settings_file: SettingsFile = None,
) -> None:
    """Take a pinned answer away."""
    desk = wire.desk_of(settings_of(settings_file, index)).pins
    known = _pin_named(desk, question)
    desk.unpin(known.name, known.revision if revision is None else revision)
    typer.echo(f"Nothing is pinned to “{known.question}” any more.")


def gaps(
    forget: Annotated[bool, typer.Option("--forget", help="Remove all of them.")] = False,
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """List the questions that were asked and not answered, the one asked most often first."""
    settings = settings_of(settings_file, index)
    desk = wire.desk_of(settings).gaps
    if forget:
        desk.forget()
    found = desk.gaps(date.today())
    if as_json:
        print_json({"keeping": desk.keeping, "days": desk.days, "questions": [gap.as_record() for gap in found]})
        return
    print_lines(_gap_line(gap) for gap in found)
    if not desk.keeping:
        typer.echo("Questions are not kept: set keep_questions = true under [desk] in the settings.")


def feedback(
    everything: Annotated[bool, typer.Option("--all", help="Those that were dealt with, too.")] = False,
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """List what people said of answers, the newest first."""
    found = wire.desk_of(settings_of(settings_file, index)).feedback.feedback(dealt_with=everything)
    if as_json:
        print_json({"feedback": [one.as_record() for one in found]})
    else:
        print_lines(line for one in found for line in _feedback_lines(one))


def remark(
    question: Annotated[str, typer.Argument(help="The question; it is asked again, and its answer is meant.")],
    verdict: Annotated[str, typer.Argument(help="right, wrong, or evidence wrong.")],
    comment: Annotated[str, typer.Option(help="What is wrong with it.")] = "",
    index: Index = None,
    settings_file: SettingsFile = None,
) -> None:
    """Say of an answer whether it is right."""
    settings = settings_of(settings_file, index)
    searcher = wire.searcher_of(settings)
    query = query_of(question, today=today_where_dated(searcher.coverage()))
    answer = wire.answerer_on(searcher, settings).answer(query)
    said = remark_on(answer, verdict, comment, date.today())
    for quote in quotes_shown(answer, date.today()):
        wire.quote_desk_of(settings).link(quote)
    typer.echo(f"Kept as remark {wire.desk_of(settings).feedback.say(said)}.")


def done(
    number: Annotated[int, typer.Argument(help="The remark's number.")],
    by: By,
    note: Annotated[str, typer.Option("--note", help="What was done.")] = "",
    index: Index = None,
    settings_file: SettingsFile = None,
) -> None:
    """Mark a remark as dealt with."""
    desk = wire.desk_of(settings_of(settings_file, index)).feedback
    print_lines(_feedback_lines(desk.deal_with(number, Signature(by, datetime.now(UTC), note))))


def overview(index: Index = None, settings_file: SettingsFile = None, as_json: AsJson = False) -> None:
    """What needs attention, what was not found, and what people say, at once."""
    settings = settings_of(settings_file, index)
    searcher = wire.searcher_of(settings)
    store = Store.read(searcher.generation.folder / STORE)
    told = look(wire.desk_of(settings), Looked(store, searcher, settings.index), date.today())
    if as_json:
        print_json(told.as_record())
    else:
        print_lines(_overview_lines(told))


def _saved(settings: Settings) -> tuple[SavedQuestion, ...]:
    return read_saved_questions(settings.questions, settings.organisation) if settings.questions else ()


def _pin_named(desk: PinDesk, told: str) -> Pin:
    found = desk.asked(told) or tuple(one for one in desk.pins() if one.name == told)
    if not found:
        raise DeskError(f"Nothing is pinned to “{told}”. `assistant desk pins` lists what is.")
    return found[0]


def _tell_pins(standings: tuple[PinStanding, ...], *, as_json: bool) -> None:
    if as_json:
        print_json({"pins": [one.as_record() for one in standings]})
    else:
        print_lines(line for one in standings for line in _pin_lines(one))


def _pin_lines(one: PinStanding) -> Iterator[str]:
    pin = one.pin
    note = f": {pin.signed.note}" if pin.signed.note else ""
    yield f"{pin.question}  (revision {pin.revision}, {pin.signed.by}, {pin.signed.at.date()}{note})"
    yield from (f"  also asked as: {wording}" for wording in pin.wordings)
    for standing in one.standings:
        yield f"  “{standing.words or standing.kept.words}”  ({standing.kept.document})"
        if standing.state != "unchanged" or standing.superseded_since:
            yield f"    {standing.sentence}"


def _gap_line(gap: Gap) -> str:
    about = f" (about: {gap.about})" if gap.about else ""
    return f"{gap.times:>4} times, last on {gap.last}, {gap.status}: {gap.question}{about}"


def _feedback_lines(one: Feedback) -> Iterator[str]:
    said = one.remark
    yield f"{one.number}. {said.verdict}: {said.question}  ({said.day}, generation {said.generation})"
    if said.comment:
        yield f"   {' '.join(said.comment.split())}"
    for signed in one.dealt_with:
        yield f"   Dealt with by {signed.by}, {signed.at.date()}" + (f": {signed.note}" if signed.note else "")


def _overview_lines(told: Overview) -> Iterator[str]:
    yield f"{told.documents.total} documents; {len(told.pins)} pinned answers"
    yield from (f"The last sync ended {report.finished}: `assistant report` shows it." for report in told.reports)
    yield f"Needs attention: {len(told.attention)}"
    yield from (f"  {one.need}: {one.title} ({one.name}). {one.told}" for one in told.attention[:LISTED])
    yield f"Asked and not answered: {len(told.gaps)}"
    yield from (f"  {_gap_line(gap)}" for gap in told.gaps[:LISTED])
    yield f"Remarks that wait: {len(told.feedback)}"
    yield from (f"  {line}" for one in told.feedback[:LISTED] for line in _feedback_lines(one))
