"""What became of a draft's quotations as one page that can be sent by mail: no scripts, every word escaped."""

from assistant.drafts.outcomes import OUTCOMES, DraftReport
from assistant.drafts.report import NAMES, address_of, cautions, place_told, sums
from assistant.web.templating import page_environment, page_style

ORDER = ("altered", "not_found", "unclosed", "exact_with_omissions", "exact")
"""What has to be looked at first."""


def check_page(report: DraftReport) -> str:
    """The page, whole."""
    return page_environment().get_template("check.html").render(style=page_style(), **report_values(report))


def report_values(report: DraftReport) -> dict[str, object]:
    """What the template check_report.html shows."""
    ranked = sorted(
        (one for one in report.quotations if one.outcome in ORDER), key=lambda one: ORDER.index(one.outcome)
    )
    return {
        "report": report,
        "sums": sums(report),
        "outcomes": OUTCOMES,
        "names": NAMES,
        "quotations": ranked,
        "short": [one for one in report.quotations if one.outcome == "too_short"],
        "told": place_told,
        "cautions": lambda place: list(cautions(place, report)),
        "address": address_of,
    }
