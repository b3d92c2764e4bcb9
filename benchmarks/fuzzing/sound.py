"""What holds of every document, wherever it was read."""

import json
from itertools import pairwise

from benchmarks.fuzzing.target import needed
from corpus.document import Document, Link, Origin, Span
from corpus.records import from_record, to_record
from index.texts.passages import passages_of


def sound(document: Document) -> None:
    """Raises Unsound unless all that points into the text lies in it, and the document survives being written down."""
    length = len(document.text)
    needed(bool(document.id and document.text.strip()), "a document without an id or a word")
    bounds = [(one.start, one.end) for one in document.sections]
    needed(bounds[0][0] == 0 and bounds[-1][1] == length, "sections do not cover the text")
    needed(all(one[1] == other[0] for one, other in pairwise(bounds)), "sections overlap, or leave a gap")
    needed(all(document.text.startswith(one.heading, one.start) for one in document.sections), "a heading elsewhere")
    spans: list[Link | Span | Origin] = [*document.links, *document.quotations, *document.notes, *document.origins]
    needed(all(0 <= one.start < one.end <= length for one in spans), "something points out of the text")
    needed(all(link.address.startswith(("http://", "https://")) for link in document.links), "a link to no web address")
    needed(sorted(document.page_starts) == list(document.page_starts), "pages out of order")
    written = json.dumps(to_record(document), ensure_ascii=False).encode()
    needed(from_record(json.loads(written)) == document, "a document does not come back")
    _split(document)


def _split(document: Document) -> None:
    """Its passages are in order, disjoint, and hold whole sentences of one section."""
    passages = passages_of(document)
    needed(all(one.end <= other.start for one, other in pairwise(passages)), "passages overlap")
    for passage in passages:
        inside = document.section_at(passage.start)
        needed(inside.start <= passage.start < passage.end <= inside.end, "a passage crosses a section")
        needed(passage.start == passage.sentences[0].start, "a passage begins before its sentences")
        needed(passage.end == passage.sentences[-1].end, "a passage ends behind its sentences")
    needed(len({one.id for one in passages}) == len(passages), "two passages of one id")
