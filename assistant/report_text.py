"""A sync's report as lines for a terminal."""

from collections.abc import Iterator, Sequence

from assistant.evaluation.rerun import rerun_of
from assistant.evaluation.rerun_text import rerun_lines
from corpus.message import Message, joined, quoted
from index.reports.changes import DocumentChange, Hunk, Piece
from index.reports.report import ItemOutcome, Listed, Report

LISTED = 20
"""Outcomes of each kind that `assistant sync` shows; `assistant report` shows all."""
PLACES = 3
"""Changed places of one document that `assistant sync` shows."""
MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


def report_lines(report: Report, whole: bool = False) -> Iterator[str]:
    """What failed, every outcome that is not "unchanged" with its words, then the sums, and what became of saved
    questions; shortened unless `whole`. Raises NoReport when it is damaged.
    """
    listed, places = (len(report.items) + len(report.undated), None) if whole else (LISTED, PLACES)
    if whole:
        yield f"Report of the sync that ended {report.finished.replace('T', ' ').removesuffix('+00:00')} UTC"
    yield from (f"  FAILED     {failure.source}  ({failure.why})" for failure in report.failed)
    changes = _changes_by_item(report.changes)
    for outcome in ("added", "changed", "unchanged", "removed", "duplicate", "skipped"):
        items = [item for item in report.items if item.outcome == outcome and _worth_a_line(item, changes)]
        for item in items[:listed]:
            yield f"  {outcome:<9}  {item.name}" + (f"  ({item.reason})" if item.reason else "")
            for change in changes.get((item.source, item.name), ()):
                yield from change_lines(change, places)
        if len(items) > listed:
            yield f"  {outcome:<9}  ... and {len(items) - listed} more (all with `assistant report`)"
    if report.not_looked_at:
        yield f"Not looked at, and as before: {_number(len(report.not_looked_at), 'item')}"
    yield from _undated_lines(report.undated, whole)
    yield from (f"Note: {note}" for note in report.notes)
    yield from _sums(report)
    again = rerun_of(report)
    yield from rerun_lines(again) if again else ()


def change_lines(change: DocumentChange, places: int | None = None) -> Iterator[str]:
    """What differs in a document, as wdiff has it: [-removed-] {+added+}; all places, or the first of them."""
    indent = " " * 13
    if change.document != change.item:
        yield f"{indent}{change.document}"
    yield from (f"{indent}{fact.name}: {fact.old or 'none'} -> {fact.new or 'none'}" for fact in change.facts)
    if change.coarse:
        yield f"{indent}(too different in parts to be compared word by word)"
    for hunk in change.hunks[:places]:
        yield f"{indent}{place_of(hunk)}: {_words(hunk)}"
    left_out = len(change.hunks) - len(change.hunks[:places]) + change.hunks_left_out
    if left_out:
        yield f"{indent}... and {left_out} more places" + ("" if places is None else " (all with `assistant report`)")


def place_of(hunk: Hunk) -> str:
    """Where a change stands, in words."""
    parts = [quoted(hunk.heading) if hunk.heading else Message("Beginning")]
    if hunk.page is not None:
        parts.append(Message("page {page}", {"page": str(hunk.page)}))
    return joined(parts, ", ")


def _worth_a_line(item: ItemOutcome, changes: dict[tuple[str, str], list[DocumentChange]]) -> bool:
    if item.outcome == "unchanged":
        return (item.source, item.name) in changes
    return item.cause != "not looked at"


def _changes_by_item(changes: Sequence[DocumentChange]) -> dict[tuple[str, str], list[DocumentChange]]:
    found: dict[tuple[str, str], list[DocumentChange]] = {}
    for change in changes:
        found.setdefault((change.source, change.item), []).append(change)
    return found


def _words(hunk: Hunk) -> str:
    """The words of a place on one line."""
    marked = " ".join(_marked(piece) for piece in hunk.pieces)
    return ("" if hunk.opens else "... ") + marked + ("" if hunk.closes else " ...")


def _marked(piece: Piece) -> str:
    before, after = MARKS[piece.kind]
    left_out = f" [... {piece.left_out} words ...] {piece.rest}" if piece.left_out else ""
    return before + " ".join((piece.text + left_out).split()) + after


def _undated_lines(undated: Sequence[Listed], whole: bool) -> Iterator[str]:
    if not undated:
        return
    yield f"Undated: {_number(len(undated), 'document')} without a date" + ("" if whole else " (`assistant report`)")
    if whole:
        yield from (f"  undated    {one.title}  ({one.document})" for one in undated)


def _sums(report: Report) -> Iterator[str]:
    if len(report.holdings) > 1:
        yield from (
            f"{holding.source} holds {_number(holding.holds, 'item')}: {_counts(report.counts_of(holding.source))}."
            for holding in report.holdings
        )
    yield f"{_number(len(report.items), 'item')}: {_counts(report.counts)}."
    done = f"Published generation {report.generation}" if report.published else "Nothing changed"
    yield (
        f"{done}: {_number(report.documents, 'document')}, {report.passages} passages "
        f"({report.embedded} embedded), {report.seconds:.1f} s."
    )


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
