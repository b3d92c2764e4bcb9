"""Timelines and comparisons as lines for a terminal."""

from collections.abc import Iterator, Mapping

from assistant.answer import Citation
from assistant.cli.printing import reading_lines, source_line
from assistant.positions.comparison import Comparison, Pair
from assistant.positions.timeline import Position, Timeline
from assistant.positions.verdicts import Verdict

BAR = 40
"""Characters of the longest bar."""


def timeline_lines(found: Timeline) -> Iterator[str]:
    """How many documents, over which years, then the sentence of each."""
    yield from reading_lines(found.reading)
    if found.nothing:
        yield found.nothing
        return
    yield f"{found.topic}: {found.spread.sentence}"
    longest = max(found.spread.by_year.values())
    for year in found.spread.years:
        count = found.spread.by_year.get(year, 0)
        yield f"{year or 'undated':>8} {'█' * -(-BAR * count // max(longest, BAR)):<1} {count or ''}".rstrip()
    for one in found.positions:
        yield ""
        yield from _position_lines(one)
    if found.further:
        yield f"\n{found.further:,} more mention it (assistant find “{found.topic}”)."


def _position_lines(one: Position) -> Iterator[str]:
    citation = one.citation
    yield f"{citation.document.published or 'undated'}  “{' '.join(citation.quote.split())}”"
    told = "" if one.states else " It tells of the topic; no position is taken in it."
    told = f" It tells the view of another body ({one.reported})." if one.reported else told
    yield f"    {source_line(citation)}{told}"


def comparison_lines(found: Comparison, verdicts: Mapping[str, Verdict]) -> Iterator[str]:
    """What differs, in words that stayed, [-were removed-] and {+were added+}, with staff's verdicts."""
    if found.reading:
        yield from reading_lines(found.reading)
    if found.nothing:
        yield found.nothing
        return
    yield f"{found.older}  →  {found.newer}"
    yield ", ".join(f"{kind} {count}" for kind, count in found.counts.items() if count)
    for number, one in enumerate(found.pairs, start=1):
        yield f"\n{number}. {one.kind}"
        yield f"   {_words(one)}"
        yield from (f"   {_place(side)}" for side in (one.old, one.new) if side)
        verdict = verdicts.get(one.name)
        if verdict:
            who = f", {verdict.by}" if verdict.by else ""
            note = f": {verdict.note}" if verdict.note else ""
            yield f"   verdict ({verdict.day}{who}): {verdict.verdict}{note}"


def _words(one: Pair) -> str:
    if one.kind not in ("wording differs", "same words"):
        return "“" + " ".join("".join(piece.text for piece in one.pieces).split()) + "”"
    shapes = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return " ".join(shapes[piece.kind].format(" ".join(piece.text.split())) for piece in one.pieces)


def _place(side: Citation) -> str:
    document = side.document
    page = f", page {side.page}" if side.page else ""
    return f"{document.published or 'undated'} {document.title}{page} ({document.id})"
