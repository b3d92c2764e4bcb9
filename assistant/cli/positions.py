"""Commands that follow a topic over the years: positions, compare."""

from datetime import date
from typing import Annotated

import typer

from assistant import wire
from assistant.cli.options import (
    AllYears,
    AsJson,
    Index,
    Kind,
    Language,
    Publisher,
    SettingsFile,
    Since,
    Status,
    Topic,
    Until,
    filters_of,
    settings_of,
)  # fmt: skip
from assistant.cli.output import print_json, print_lines
from assistant.cli.printing_positions import comparison_lines, timeline_lines
from assistant.conversation import query_of
from assistant.dates_asked import today_where_dated
from assistant.positions.comparison import Comparison, comparison_record
from assistant.positions.comparison import compare as compare_with
from assistant.positions.timeline import timeline
from assistant.positions.verdicts import VERDICTS, VerdictDesk
from corpus.errors import QuestionError, SettingsError


def positions(
    topic: Annotated[str, typer.Argument(help="A topic, such as: micro-credentials.")],
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
    since: Since = None,
    until: Until = None,
    kind: Kind = None,
    topics: Topic = None,
    language: Language = None,
    status: Status = None,
    publisher: Publisher = None,
    all_years: AllYears = False,
) -> None:
    """Show what was said of a topic over the years: the best sentence of each document."""
    settings = settings_of(settings_file, index)
    filters = filters_of(
        settings, since=since, until=until, kind=kind, topic=topics, language=language, status=status,
        publisher=publisher,
    )  # fmt: skip
    searcher = wire.searcher_of(settings)
    today = today_where_dated(searcher.coverage())
    found = timeline(query_of(topic, filters=filters, today=today, all_years=all_years), searcher)
    if as_json:
        print_json(found.as_record())
    else:
        print_lines(timeline_lines(found))


def compare(
    older: Annotated[str, typer.Argument(help="The earlier year or day, or the id of a document.")],
    newer: Annotated[str, typer.Argument(help="The later year or day, or the id of another document.")],
    topic: Annotated[str, typer.Option(help="What the two times are to be compared on.")] = "",
    pair: Annotated[int | None, typer.Option(min=1, help="Give a verdict on the pair of this number.")] = None,
    verdict: Annotated[str, typer.Option(help=f"With --pair: {', '.join(VERDICTS)}.")] = "",
    note: Annotated[str, typer.Option(help="With --pair: why.")] = "",
    by: Annotated[str, typer.Option(help="With --pair: who says so.")] = "",
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Show two times or two documents side by side: what is worded otherwise, new, or no longer said."""
    settings = settings_of(settings_file, index)
    if (pair is None) == bool(verdict):
        raise SettingsError("Give --pair NUMBER and --verdict together.")
    searcher = wire.searcher_of(settings)
    found = compare_with(query_of(topic) if topic else None, older, newer, searcher)
    desk = wire.verdict_desk_of(settings)
    if pair is not None:
        _judge(found, pair, verdict, note, by, desk)
    verdicts = desk.of(one.name for one in found.pairs)
    if as_json:
        print_json(comparison_record(found, verdicts))
    else:
        print_lines(comparison_lines(found, verdicts))


def _judge(found: Comparison, number: int, verdict: str, note: str, by: str, desk: VerdictDesk) -> None:
    if number > len(found.pairs):
        raise QuestionError(f"There are {len(found.pairs)} pairs; --pair {number} is none of them.")
    one = found.pairs[number - 1]
    seen = desk.of([one.name]).get(one.name)
    desk.say(one.judged(verdict, note, by, date.today(), seen.revision if seen else 0))
