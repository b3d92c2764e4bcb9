"""What became of a draft's quotations, for programs.

::

    {"draft", "generation", "notices", "all_right", "counts": {outcome: number}, "quotations": [...], "claims": [...]}

    quotation  {"text", "outcome", "paragraph", "place", "stretches": [[paragraph, start, end]], "block", "places",
                "omissions", "set_aside": [text], "remarks": [text], "nearest"}
    claim      {"text", "outcome": "paraphrase", "paragraph", "place", "nearest": [place]}
    place      {"document", "title", "kind", "published", "status", "superseded_by", "speaker", "signatories", "notice",
                "in_title", "start", "end", "page", "page_label", "section", "words", "others_words", "url"}
    nearest    null, or a place with "differences": [{"kind", "stored", "drafted"}] and "coarse"

`outcome` is "exact", "exact_with_omissions", "altered", "not_found", "too_short" or "unclosed"; `all_right` where none
is altered, not found or unclosed. Offsets of stretches count in the text of the draft's paragraphs, those of places in
the document as `assistant documents --jsonl` writes it (in its title where `in_title`); `words` are that slice. The
places of an exact quotation are all where it stands, those of one with omissions are its pieces in order. `kind` of a
difference is "same", "put_in", "left_out" or "changed"; what is no word of a side is "". `url` leads to the page or
the words where the original has an address, else it is "".
"""

from dataclasses import asdict
from typing import Any

from assistant.drafts.outcomes import Checked, DraftReport, Nearest, Paraphrase
from assistant.drafts.report import address_of
from assistant.quotes import Place


def check_record(report: DraftReport) -> dict[str, Any]:
    """The report in JSON."""
    return {
        "draft": report.draft.name,
        "generation": report.generation,
        "notices": list(report.notices),
        "all_right": report.all_right,
        "counts": report.counts,
        "quotations": [_quotation(one, report) for one in report.quotations],
        "claims": [_claim(one, report) for one in report.paraphrases],
    }


def _quotation(checked: Checked, report: DraftReport) -> dict[str, Any]:
    quotation = checked.quotation
    return {
        "text": quotation.text,
        "outcome": checked.outcome,
        "paragraph": quotation.paragraph,
        "place": report.paragraph_of(checked).place,
        "stretches": [[one.paragraph, one.start, one.end] for one in quotation.stretches],
        "block": quotation.block,
        "places": [_place(one) for one in checked.places],
        "omissions": [_place(one) for one in checked.omissions],
        "set_aside": list(checked.set_aside),
        "remarks": list(checked.remarks),
        "nearest": _nearest(checked.nearest) if checked.nearest else None,
    }


def _claim(paraphrase: Paraphrase, report: DraftReport) -> dict[str, Any]:
    claim = paraphrase.claim
    return {
        "text": claim.text,
        "outcome": "paraphrase",
        "paragraph": claim.stretch.paragraph,
        "place": report.draft.paragraph(claim.stretch.paragraph).place,
        "nearest": [_place(one) for one in paraphrase.nearest],
    }


def _nearest(nearest: Nearest) -> dict[str, Any]:
    differences = [asdict(one) for one in nearest.differences]
    return _place(nearest.place) | {"differences": differences, "coarse": nearest.coarse}


def _place(place: Place) -> dict[str, Any]:
    document = place.document
    return {
        "document": document.id,
        "title": document.title,
        "kind": document.kind,
        "published": str(document.published) if document.published else None,
        "status": document.status,
        "superseded_by": document.superseded_by,
        "speaker": document.speaker,
        "signatories": list(document.signatories),
        "notice": document.notice,
        "in_title": place.in_title,
        "start": place.start,
        "end": place.end,
        "page": place.page,
        "page_label": "" if place.in_title else document.page_label_at(place.start),
        "section": "" if place.in_title or not document.sections else document.section_at(place.start).heading,
        "words": place.words,
        "others_words": place.others_words,
        "url": address_of(place),
    }
