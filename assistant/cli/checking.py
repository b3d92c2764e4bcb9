"""The command that checks what a draft quotes."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant import wire
from assistant.cli.options import AsJson, Index, SettingsFile, settings_of
from assistant.cli.output import print_json, print_lines
from index.library.generation import disk_errors

NOT_ALL_RIGHT = 3
"""Exit status where a quotation is altered, not found or not closed: 1 is a command that failed, 2 a wrong option."""


def check(
    draft: Annotated[Path, typer.Argument(help="A .docx, .md or .txt; - reads standard input.")],
    index: Index = None,
    settings_file: SettingsFile = None,
    as_json: AsJson = False,
    page: Annotated[Path | None, typer.Option(help="Write the report to this file, as a page for a browser.")] = None,
) -> None:
    """Check every quotation of a draft against the library, to the letter.

    Exit status 0: all are exact; 3: one is altered, not found or not closed.
    """
    from assistant.drafts.checking import check_draft  # readers of drafts take a while to import
    from assistant.drafts.reading import read_draft
    from assistant.drafts.records import check_record
    from assistant.drafts.report import check_lines, sums

    settings = settings_of(settings_file, index)
    read = read_draft(draft, sys.stdin.buffer)
    report = check_draft(read, wire.searcher_of(settings), settings.organisation)
    if page:
        from assistant.drafts.page import check_page

        with disk_errors(page):
            page.write_text(check_page(report), encoding="utf-8")
    if as_json:
        print_json(check_record(report))
    elif page:
        typer.echo(f"{sums(report)} The report is written to {page}.")
    else:
        print_lines(check_lines(report))
    if not report.all_right:
        raise typer.Exit(NOT_ALL_RIGHT)
