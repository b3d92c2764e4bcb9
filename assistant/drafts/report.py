"""What became of a draft's quotations, as lines for a terminal."""

from collections.abc import Iterator

from assistant.drafts.outcomes import OUTCOMES, Checked, Difference, DraftReport, Outcome, Paraphrase
from assistant.quotes import Place
from assistant.web.links import original_address

LONGEST_SHOWN = 60
"""Words of one piece that are shown; of a longer one, its beginning and its end. JSON and the page show all."""
MOST_PLACES = 3
"""Places of an exact quotation that are shown; JSON shows all."""
NAMES: dict[Outcome, str] = {
    "exact": "exact",
    "exact_with_omissions": "exact with omissions",
    "altered": "ALTERED",
    "not_found": "NOT FOUND",
    "too_short": "too short to check",
    "unclosed": "NOT CLOSED",
}


def check_lines(report: DraftReport) -> Iterator[str]:
    """What is wrong first, then what is exact, what was too short, and what a person has to compare; last the sums."""
    for outcome in ("altered", "not_found", "unclosed", "exact", "exact_with_omissions"):
        for checked in report.quotations:
            if checked.outcome == outcome:
                yield from _quotation_lines(checked, report)
    short = [one for one in report.quotations if one.outcome == "too_short"]
    if short:
        told = (f"“{_short(one.quotation.text)}” (paragraph {one.quotation.paragraph})" for one in short)
        yield f"Too short to check: {', '.join(told)}"
    if report.paraphrases:
        yield "\nSaid without quotation marks: compare each with its source"
        for paraphrase in report.paraphrases:
            yield from _paraphrase_lines(paraphrase, report)
    yield f"\n{sums(report)}"
    yield from report.notices


def sums(report: DraftReport) -> str:
    """How many quotations came to what, in a sentence."""
    if not report.quotations and not report.paraphrases:
        return f"{report.draft.name} holds no quotations."
    counts = report.counts
    told = ", ".join(f"{counts[outcome]} {NAMES[outcome].lower()}" for outcome in OUTCOMES if counts[outcome])
    number = len(report.quotations)
    quotations = f"{number} quotation" + "s" * (number != 1) + (f": {told}" if told else "")
    claims = len(report.paraphrases)
    return f"{report.draft.name}: {quotations}; {claims} claim" + "s" * (claims != 1) + " without quotation marks."


def place_told(place: Place) -> str:
    """Where words stand: title, kind, date, page, and all that a reader must know before quoting them."""
    document = place.document
    told = [document.title or document.id, document.kind, str(document.published or "undated")]
    told += [f"page {document.page_label_at(place.start)}"] * (place.page is not None)
    told += ["in its title"] * place.in_title
    return ", ".join(told)


def cautions(place: Place, report: DraftReport) -> Iterator[str]:
    """What speaks against quoting these words as the organisation's own or present ones."""
    document = place.document
    if document.speaker:
        yield f"the words of {document.speaker}, not the organisation's own"
    if document.signatories:
        yield f"said together with others: {', '.join(document.signatories)}"
    if place.others_words:
        yield "shown there as a block quotation: somebody else's words"
    if document.status != "current":
        yield document.status + (f" by {document.superseded_by}" if document.superseded_by else "")
    if document.notice and document.notice not in report.notices:
        yield document.notice


def address_of(place: Place) -> str:
    """Where the original can be read, at the page or the words; "" where it has no address."""
    return original_address(place.document, *(() if place.in_title else (place.start, place.end)))


def _quotation_lines(checked: Checked, report: DraftReport) -> Iterator[str]:
    yield f"{NAMES[checked.outcome]}  {report.paragraph_of(checked).place}"
    if checked.nearest:
        yield f"  “{''.join(_marked(list(checked.nearest.differences)))}”"
        yield f"  [-in the source-] {{+in the draft+}}; nearest: {_place_line(checked.nearest.place)}"
        yield from (f"    {caution}" for caution in cautions(checked.nearest.place, report))
        if checked.nearest.coarse:
            yield "  (too different in parts to be compared word by word)"
    else:
        yield f"  “{_short(checked.quotation.text)}”"
    yield from _places_lines(checked, report)
    yield from (f"  {remark}" for remark in checked.remarks)
    if checked.set_aside:
        yield f"  Not taken for words: {', '.join(checked.set_aside)}"
    yield ""


def _places_lines(checked: Checked, report: DraftReport) -> Iterator[str]:
    if checked.omissions or checked.outcome == "exact_with_omissions":
        yield f"  {_place_line(checked.places[0])}"
        yield from (f"    {caution}" for caution in cautions(checked.places[0], report))
        yield from (f"  left out: “{_short(gap.words)}”" for gap in checked.omissions)
        return
    for place in checked.places[:MOST_PLACES]:
        yield f"  {_place_line(place)}"
        yield from (f"    {caution}" for caution in cautions(place, report))
    if len(checked.places) > MOST_PLACES:
        yield f"  ... and {len(checked.places) - MOST_PLACES} more places (all with --json)"


def _place_line(place: Place) -> str:
    address = address_of(place)
    return f"{place_told(place)} ({place.document.id})" + (f" {address}" if address else "")


def _marked(differences: list[Difference]) -> Iterator[str]:
    """The words of both sides, as wdiff has it."""
    for number, one in enumerate(differences):
        yield " " * (number > 0)
        if one.kind == "same":
            yield _short(one.stored)
            continue
        both = (
            f"[-{_short(one.stored)}-]" if one.stored else "",
            f"{{+{_short(one.drafted)}+}}" if one.drafted else "",
        )
        yield " ".join(part for part in both if part)


def _paraphrase_lines(paraphrase: Paraphrase, report: DraftReport) -> Iterator[str]:
    paragraph = report.draft.paragraph(paraphrase.claim.stretch.paragraph)
    yield f"\n  {paragraph.place}: {_short(paraphrase.claim.text)}"
    for place in paraphrase.nearest:
        yield f"    “{_short(place.words)}”"
        yield f"      {_place_line(place)}"
        yield from (f"      {caution}" for caution in cautions(place, report))
    if not paraphrase.nearest:
        yield "    nothing near to it was found"


def _short(text: str) -> str:
    words = text.split()
    if len(words) <= LONGEST_SHOWN:
        return " ".join(words)
    first, last = LONGEST_SHOWN * 3 // 4, LONGEST_SHOWN // 4
    left_out = len(words) - first - last
    return " ".join([*words[:first], f"[... {left_out} words ...]", *words[-last:]])
