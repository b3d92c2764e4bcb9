"""A draft is checked: each quotation against the library, and what comes nearest to each claim laid beside it."""

from collections.abc import Iterator, Sequence

from assistant.drafts.artefacts import Loose, cut_at_omissions, loose_in, plainest
from assistant.drafts.claims import claims_of, compared, names_of
from assistant.drafts.differences import remarks_on
from assistant.drafts.draft import Draft
from assistant.drafts.effort import Effort
from assistant.drafts.exactness import LONGEST_LOOSE, Words, confirmed, is_too_short
from assistant.drafts.nearest import LONGEST, NearestFinder
from assistant.drafts.omissions import MOST_PIECES, Chain, chained
from assistant.drafts.outcomes import WRONG, Checked, DraftReport
from assistant.drafts.quotations import Quotation, quotations_of, words_in
from assistant.quotes import Place
from corpus.document import Span
from corpus.message import Message
from index.search import Searcher


def check_draft(draft: Draft, searcher: Searcher, organisation: str) -> DraftReport:
    """What became of every quotation of a draft, and what comes nearest to its claims.

    Raises DraftError when there are more quotations or claims than any draft has, or they take too long.
    """
    quotations = quotations_of(draft)
    claims = tuple(claims_of(draft, quotations, names_of(organisation, searcher)))
    checker = QuotationChecker(searcher, organisation)
    checked = checked_outside_in(quotations, checker, Effort(draft.name))
    generation = searcher.generation.name
    return DraftReport(draft, checked, tuple(compared(claims, searcher)), generation, searcher.common_notices())


def checked_outside_in(
    quotations: Sequence[Quotation], checker: "QuotationChecker", effort: Effort
) -> tuple[Checked, ...]:
    """Each quotation with its outcome; one that stands inside an exact one is exact with it, and not told again.

    Raises DraftError when they take too long.
    """
    right, told = set[int](), list[Checked]()
    for number, quotation in enumerate(quotations):
        if quotation.inside in right:
            right.add(number)
            continue
        found = checker.check(quotation)
        effort.spend(len(found.places))
        parts = _by_paragraph(quotation, checker) if found.outcome in WRONG else ()
        if parts:
            effort.spend(sum(len(part.places) for part in parts))
            told += parts
            continue
        if found.outcome in ("exact", "exact_with_omissions"):
            right.add(number)
        told.append(found)
    return tuple(told)


def _by_paragraph(quotation: Quotation, checker: "QuotationChecker") -> tuple[Checked, ...]:
    """The outcomes of a quotation's paragraphs, each by itself, where one is exact: a mark that was forgotten makes
    one of two quotations.
    """
    parts = tuple(map(checker.check, quotation.parts)) if len(quotation.stretches) > 1 else ()
    return parts if any(part.outcome in ("exact", "exact_with_omissions") for part in parts) else ()


class QuotationChecker:
    """Checks quotations against one library."""

    def __init__(self, searcher: Searcher, organisation: str) -> None:
        self._searcher = searcher
        self._organisation = organisation
        self._finder = NearestFinder(searcher)

    def check(self, quotation: Quotation) -> Checked:
        """What became of a quotation."""
        words = Words(quotation.text, quotation.marks, self._organisation if quotation.block else "")
        if is_too_short(words, self._searcher):
            return Checked(quotation, "too_short")
        pieces = cut_at_omissions(quotation.text)
        exact, trimmed = confirmed(words, self._searcher), False
        if exact is None and len(pieces) == 1 and pieces[0] != Span(0, len(words.text)):
            exact, trimmed = confirmed(words.part(pieces[0]), self._searcher), True
        if exact:
            set_aside = tuple(one.what for one in exact.set_aside) + (Message("the dots at an end"),) * trimmed
            remarks = _remarks(exact.places, stopped=any(one.kind == "stop" for one in exact.set_aside))
            return Checked(
                quotation, "exact", tuple(sorted(exact.places, key=_caution)), set_aside=set_aside, remarks=remarks
            )
        chain = chained(words, pieces, self._searcher) if 1 < len(pieces) <= MOST_PIECES else None
        if chain and not chain.hides_denial:
            return _with_omissions(quotation, chain)
        return self._not_exact(quotation, words, chain, len(pieces))

    def _not_exact(self, quotation: Quotation, words: Words, chain: Chain | None, pieces: int) -> Checked:
        """The nearest stored words; those of a chain that leaves out a denial are known."""
        if not quotation.closed:
            return Checked(quotation, "unclosed", remarks=(Message("The mark at its end is missing."),))
        bare = plainest(words.text, [one for one in self._loose(words) if one.kind != "stop"])
        nearest = self._finder.nearest(bare)
        if nearest is None and chain is None:
            return Checked(quotation, "not_found", remarks=tuple(_not_looked_for(words_in(words.text), pieces)))
        remarks = tuple(remarks_on(nearest.differences)) if nearest else ()
        if chain:
            remarks = (Message("A denial stands in what is left out of a quoted sentence."), *remarks)
        return Checked(quotation, "altered", remarks=remarks, nearest=nearest)

    def _loose(self, words: Words) -> Sequence[Loose]:
        if len(words.text) > LONGEST_LOOSE:
            return ()
        return loose_in(words.text, words.marks, self._searcher.is_telling, words.source)


def _not_looked_for(words: int, pieces: int) -> Iterator[str]:
    """What of a quotation was not looked for."""
    if words > LONGEST:
        yield Message("It is too long to be compared word by word.")
    if pieces > MOST_PIECES:
        values = {"number": MOST_PIECES}
        yield Message("It is of more than {number} pieces, which are not looked for one by one.", values)


def _with_omissions(quotation: Quotation, chain: Chain) -> Checked:
    set_aside = tuple(one.what for one in chain.set_aside)
    remarks = _remarks(chain.pieces[:1], stopped=False)
    return Checked(quotation, "exact_with_omissions", chain.pieces, chain.left_out, set_aside, remarks)


def _remarks(places: Sequence[Place], *, stopped: bool) -> tuple[str, ...]:
    """What a reader should know of places where the words stand."""
    told = list[str]()
    joined = min(place.paragraphs for place in places)
    if joined > 1:
        told.append(Message("In the source the words run over {number} paragraphs.", {"number": joined}))
    if all(place.in_title for place in places):
        told.append(Message("The words are a title."))
    if stopped and all(_goes_on(place) for place in places):
        told.append(Message("The sentence goes on in the source."))
    return tuple(told)


def _caution(place: Place) -> tuple[bool, bool, bool, bool]:
    """What makes another place of the same words the better one to name."""
    document = place.document
    return place.others_words, bool(document.speaker), document.status != "current", place.in_title


def _goes_on(place: Place) -> bool:
    text = place.document.title if place.in_title else place.document.text
    return text[place.end :].lstrip("”’\"')»›]")[:1] not in ("", ".", "\n")
