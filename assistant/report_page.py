"""A sync's report as one page that can be sent by mail: no scripts, nothing from elsewhere, every word escaped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.evaluation.rerun import rerun_of
from assistant.evaluation.rerun_text import verdict
from assistant.report_text import place_of
from assistant.web.templating import page_environment, page_style
from corpus.message import noted
from index.reports.changes import DocumentChange
from index.reports.report import OUTCOMES, ItemOutcome, Report

FACTS = (
    noted("title"), noted("kind"), noted("url"), noted("published"), noted("modified"), noted("authors"),
    noted("signatories"), noted("language"), noted("topics"), noted("alternates"), noted("translation of"),
    noted("teaser"), noted("speaker"), noted("status"), noted("superseded by"), noted("presented by"), noted("notice"),
    noted("internal"),
)  # fmt: skip
"""What is known of a document, as the pages name it."""
MOST = 500
"""Entries of one list; a page of more is read by nobody, and all of them are in the JSON."""


@dataclass(frozen=True, slots=True)
class SourceSums:
    """A line of the table of sources. `counts` are numbers of items, in the order of OUTCOMES."""

    address: str
    holds: int
    counts: tuple[int, ...]
    failed: bool


def report_page(report: Report) -> str:
    """The page of a report, whole. Raises NoReport when it is damaged."""
    return page_environment().get_template("report.html").render(style=page_style(), **report_values(report))


def report_values(report: Report) -> dict[str, object]:
    """What the template report_body.html shows. Raises NoReport when it is damaged."""
    told = {(change.source, change.item) for change in report.changes}
    return {
        "report": report,
        "finished": datetime.fromisoformat(report.finished),
        "outcomes": OUTCOMES,
        "sources": _sources(report),
        "changes": sorted(report.changes, key=_weight),
        "same_words": [i for i in report.items if i.outcome == "changed" and (i.source, i.name) not in told],
        "duplicates": _duplicates(report.items),
        "again": rerun_of(report),
        "verdict": verdict,
        "most": MOST,
        "place": place_of,
    }


def _sources(report: Report) -> list[SourceSums]:
    failed = {failure.source for failure in report.failed}
    counts = {one.source: tuple(report.counts_of(one.source)[name] for name in OUTCOMES) for one in report.holdings}
    return [SourceSums(one.source, one.holds, counts[one.source], one.source in failed) for one in report.holdings]


def _weight(change: DocumentChange) -> bool:
    """Changed words come before changed facts alone."""
    return not change.hunks


def _duplicates(items: Sequence[ItemOutcome]) -> list[tuple[str, str]]:
    return [pair for item in items for pair in item.repeats]
