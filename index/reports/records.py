"""Reports as JSON objects: what `sync --json` prints and what is kept beside the index. Lossless both ways."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from corpus.causes import cause_named
from index.reports.changes import DocumentChange, Fact, Hunk, Piece
from index.reports.report import OUTCOMES, Failure, Holding, ItemOutcome, Listed, Report

Record = dict[str, Any]


def to_record(report: Report) -> Record:
    """The object that `sync --json` ends with; its form is in docs/api.md."""
    counts = report.counts
    return {
        "counts": {name: counts[name] for name in OUTCOMES},
        "generation": report.generation,
        "published": report.published,
        "documents": report.documents,
        "passages": report.passages,
        "embedded": report.embedded,
        "seconds": round(report.seconds, 3),
        "finished": report.finished,
        "notes": list(report.notes),
        "failed": [asdict(failure) for failure in report.failed],
        "sources": [_holding_record(report, holding) for holding in report.holdings],
        "changes": [asdict(change) for change in report.changes],
        "added": [asdict(one) for one in report.added],
        "removed": [asdict(one) for one in report.removed],
        "undated": [asdict(one) for one in report.undated],
        "without_text_layer": [_item_record(item) for item in report.without_text_layer],
        "items": [_item_record(item) for item in report.items],
        "saved_questions": dict(report.saved_questions) if report.saved_questions else None,
    }


def from_record(record: Record) -> Report:
    """The report of a record. Raises KeyError, TypeError or ValueError on anything `to_record` did not make."""
    return Report(
        tuple(_item(item) for item in record["items"]),
        str(record["generation"]),
        bool(record["published"]),
        int(record["documents"]),
        int(record["passages"]),
        int(record["embedded"]),
        float(record["seconds"]),
        tuple(map(str, record["notes"])),
        datetime.fromisoformat(record["finished"]).isoformat(timespec="seconds"),
        tuple(Holding(one["source"], int(one["holds"])) for one in record["sources"]),
        tuple(Failure(one["source"], one["why"]) for one in record["failed"]),
        tuple(_change(one) for one in record["changes"]),
        _listed(record["added"]),
        _listed(record["removed"]),
        _listed(record["undated"]),
        _object(record.get("saved_questions")),
    )


def _listed(records: list[Record]) -> tuple[Listed, ...]:
    return tuple(Listed(**one) for one in records)


def _object(told: object) -> Record | None:
    if told is None or isinstance(told, dict):
        return told
    raise TypeError(f"{told!r} is no JSON object")


def _holding_record(report: Report, holding: Holding) -> Record:
    counts = report.counts_of(holding.source)
    return asdict(holding) | {"counts": {name: counts[name] for name in OUTCOMES}}


def _item_record(item: ItemOutcome) -> Record:
    return {
        "source": item.name,
        "of": item.source,
        "outcome": item.outcome,
        "reason": item.reason,
        "cause": item.cause,
        "documents": list(item.documents),
        "repeats": [list(pair) for pair in item.repeats],
    }


def _item(record: Record) -> ItemOutcome:
    outcome = OUTCOMES[OUTCOMES.index(record["outcome"])]
    repeats = tuple((str(one), str(original)) for one, original in record["repeats"])
    documents = tuple(map(str, record["documents"]))
    cause = cause_named(record["cause"])
    return ItemOutcome(record["of"], record["source"], outcome, record["reason"], documents, cause, repeats)


def _change(record: Record) -> DocumentChange:
    facts = tuple(Fact(**fact) for fact in record["facts"])
    hunks = tuple(Hunk(**hunk | {"pieces": tuple(Piece(**one) for one in hunk["pieces"])}) for hunk in record["hunks"])
    return DocumentChange(**record | {"facts": facts, "hunks": hunks})
