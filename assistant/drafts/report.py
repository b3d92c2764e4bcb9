"""What became of a draft's quotations, as lines for a terminal."""

from collections.abc import Iterator

from assistant.drafts.outcomes import WRONG, Checked, Difference, DraftReport, Outcome, Paraphrase
from assistant.quotes import Place
from assistant.web.links import original_address
from corpus.catalogue import KINDS, STATUSES
from corpus.message import Message, counted, joined, noted, one_of

LONGEST_SHOWN = 60
"""Words of one piece that are shown; of a longer one, its beginning and its end. JSON and the page show all."""
MOST_PLACES = 3
"""Places of an exact quotation that are shown; JSON shows all."""
NAMES: dict[Outcome, str] = {
    "exact": noted("exact"),
    "exact_with_omissions": noted("exact with omissions"),
    "altered": noted("altered"),
    "not_found": noted("not found"),
    "too_short": noted("too short to check"),
    "unclosed": noted("not closed"),
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
        return Message("{name} holds no quotations.", {"name": report.draft.name})
    quotations = counted("{number} quotation", "{number} quotations", len(report.quotations))
    kinds = [
        Message("{number} {outcome}", {"number": count, "outcome": Message(NAMES[outcome])})
        for outcome, count in report.counts.items()
        if count
    ]
    if kinds:
        quotations = Message("{quotations}: {kinds}", {"quotations": quotations, "kinds": joined(kinds, ", ")})
    claims = counted(
        "{number} claim without quotation marks", "{number} claims without quotation marks", len(report.paraphrases)
    )
    values = {"name": report.draft.name, "quotations": quotations, "claims": claims}
    return Message("{name}: {quotations}; {claims}.", values)


def place_told(place: Place) -> str:
    """Where words stand: title, kind, date, page, and all that a reader must know before quoting them."""
    document = place.document
    told: list[object] = [document.title or document.id, one_of(KINDS, document.kind)]
    told.append(document.published or Message("undated"))
    if place.page is not None:
        told.append(Message("page {page}", {"page": document.page_label_at(place.start)}))
    told += [Message("in its title")] * place.in_title
    return joined(told, ", ")


def cautions(place: Place, report: DraftReport) -> Iterator[str]:
    """What speaks against quoting these words as the organisation's own or present ones."""
    document = place.document
    if document.speaker:
        yield Message("the words of {speaker}, not the organisation's own", {"speaker": document.speaker})
    if document.signatories:
        yield Message("said together with others: {names}", {"names": ", ".join(document.signatories)})
    if place.others_words:
        yield Message("shown there as a block quotation: somebody else's words")
    if document.superseded_by:
        values = {"status": one_of(STATUSES, document.status), "document": document.superseded_by}
        yield Message("{status} by {document}", values)
    elif document.status != "current":
        yield one_of(STATUSES, document.status)
    if document.notice and document.notice not in report.notices:
        yield document.notice


def address_of(place: Place) -> str:
    """Where the original can be read, at the page or the words; "" where it has no address."""
    return original_address(place.document, *(() if place.in_title else (place.start, place.end)))


def _quotation_lines(checked: Checked, report: DraftReport) -> Iterator[str]:
    yield f"{_loud(checked.outcome)}  {report.paragraph_of(checked).place}"
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


def _loud(outcome: Outcome) -> str:
    return NAMES[outcome].upper() if outcome in WRONG else NAMES[outcome]


def _short(text: str) -> str:
    words = text.split()
    if len(words) <= LONGEST_SHOWN:
        return " ".join(words)
    first, last = LONGEST_SHOWN * 3 // 4, LONGEST_SHOWN // 4
    left_out = len(words) - first - last
    return " ".join([*words[:first], f"[... {left_out} words ...]", *words[-last:]])
