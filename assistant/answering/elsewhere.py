"""The other places of a quotation's words, among passages that were found with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from corpus.folding import fold, folded
from index.hit import Hit
from index.texts.copies import Copy


@dataclass(frozen=True, slots=True)
class Places:
    """Passages, each with its folded text: it is folded once for all quotations that are looked for in it."""

    passages: tuple[tuple[Copy, str], ...]

    @classmethod
    def of(cls, hits: Sequence[Hit]) -> "Places":
        """The passages of hits and their copies."""
        found = [place for one in hits for place in (Copy(one.document, one.passage), *one.copies)]
        return cls(tuple((place, fold(_text(place))) for place in found))

    def holding(self, words: str, number: int, apart_from: str) -> tuple[Citation, ...]:
        """The words as whole sentences of other documents than one, the first place in each."""
        wanted = fold(words)
        copies: dict[str, Citation] = {}
        for place, text in self.passages:
            if wanted in text and place.document.id not in (apart_from, *copies):
                found = _found(number, wanted, place)
                copies |= {place.document.id: found} if found else {}
        return tuple(copies.values())


NOWHERE = Places(())


def _found(number: int, wanted: str, place: Copy) -> Citation | None:
    """Folded words in a passage that holds them, if they are whole sentences there: within one they may be denied."""
    begins = {span.start for span in place.passage.sentences}
    ends = {span.end for span in place.passage.sentences}
    offset, text = place.passage.start, folded(_text(place))
    at = text.text.find(wanted)
    while at >= 0:
        inside = text.source(at, at + len(wanted))
        start, end = offset + inside.start, offset + inside.end
        if start in begins and end in ends:
            return Citation(number, place.document, start, end, start, end, words=place.document.text[start:end])
        at = text.text.find(wanted, at + 1)
    return None


def _text(place: Copy) -> str:
    return place.document.text[place.passage.start : place.passage.end]
