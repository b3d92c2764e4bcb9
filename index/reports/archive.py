"""The reports of the last syncs, beside the index: `DIR/reports/000042.json`, the newest with the highest number.

A sync that changed nothing, no answer to a saved question either, tells nothing new: its report takes the place of
another such one, or is not kept at all, so that a month of quiet nights leaves the reports that somebody wants to read.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpus.errors import NoReport
from index.library.sealed import sealed, unsealed
from index.reports.records import from_record, to_record
from index.reports.report import Report

FOLDER = "reports"
KEPT = 30


def keep(library: Path, report: Report) -> None:
    """Write a report whole or not at all, and drop the oldest ones. Raises OSError when the disk refuses."""
    folder = library / FOLDER
    folder.mkdir(exist_ok=True)
    _drop_unfinished(folder)
    paths = _paths(library)
    number = int(paths[-1].stem) + 1 if paths else 1
    if paths and report.quiet:
        try:
            newest = _read(paths[-1])
        except NoReport:
            pass  # a damaged one is no reason to lose this one
        else:
            if newest.quiet:
                number -= 1
            elif not (report.failed or newest.failed):
                return
    _write(folder / f"{number:06d}.json", report)
    for old in _paths(library)[:-KEPT]:
        old.unlink()


def amend(library: Path, report: Report) -> None:
    """Put a report in the place of itself as it was when the sync ended; where it was not kept then, keep it if it has
    something to tell now. Raises OSError when the disk refuses.
    """
    for path in reversed(_paths(library)):
        try:
            known = _read(path)
        except NoReport:
            continue
        if (known.finished, known.generation, known.published) == (
            report.finished,
            report.generation,
            report.published,
        ):
            _write(path, report)
            return
        if known.finished < report.finished:
            break
    keep(library, report)


def noted(write: Callable[[Path, Report], None], library: Path, report: Report) -> Report:
    """The report, once `keep` or `amend` has written it; with a note when the disk refused, which does not affect the
    index.
    """
    try:
        write(library, report)
    except OSError as error:
        lost = f"This report could not be kept in {library}: {error.strerror or error}. The index is not affected."
        return replace(report, notes=(*report.notes, lost))
    return report


def kept_report(library: Path, back: int = 0) -> Report:
    """The newest report that is kept, or the one that stands `back` places before it.

    Raises NoReport when there is none so far back, or when it is damaged.
    """
    paths = _paths(library)
    if not paths:
        raise NoReport(f"{library} keeps no report. Run `assistant sync --index {library}` to have one.")
    if back >= len(paths):
        raise NoReport(f"{library} keeps {len(paths)} reports: --back goes from 0 to {len(paths) - 1}.")
    return _read(paths[-1 - back])


def _write(path: Path, report: Report) -> None:
    unfinished = path.with_name(f"unfinished.{os.getpid()}")  # one that is amended holds no lock
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(sealed(to_record(report)))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _drop_unfinished(folder: Path) -> None:
    """Remove what processes were writing that were killed."""
    for left in folder.glob("unfinished.*"):
        try:
            os.kill(int(left.suffix[1:]), 0)
        except (ProcessLookupError, ValueError):
            left.unlink(missing_ok=True)
        except PermissionError:
            pass  # it runs, as another user


def _paths(library: Path) -> list[Path]:
    return sorted(path for path in (library / FOLDER).glob("*.json") if path.stem.isdigit())


def _read(path: Path) -> Report:
    try:
        return from_record(unsealed(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError):
        raise NoReport(f"{path} is damaged; remove it. The next sync writes another one.") from None
    except OSError as error:
        raise NoReport(f"{path} cannot be read: {error.strerror}. Give this user read permission.") from None
