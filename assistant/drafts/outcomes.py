"""What became of each quotation of a draft, and of each sentence that says what the organisation said."""

from dataclasses import dataclass
from typing import Literal

from assistant.drafts.draft import Draft, Paragraph
from assistant.drafts.quotations import Quotation, Stretch
from assistant.quotes import Place

Outcome = Literal["exact", "exact_with_omissions", "altered", "not_found", "too_short", "unclosed"]
OUTCOMES: tuple[Outcome, ...] = ("exact", "exact_with_omissions", "altered", "not_found", "too_short", "unclosed")
WRONG: frozenset[Outcome] = frozenset(("altered", "not_found", "unclosed"))
"""What somebody has to look at before the draft is sent."""

DifferenceKind = Literal["same", "put_in", "left_out", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of a stored text and of a draft side by side.

    "same" words may differ as `corpus.folding` allows; of words that were "put_in" `stored` is "", of those "left_out"
    `drafted` is. `stored` is a slice of the document.
    """

    kind: DifferenceKind
    stored: str
    drafted: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The stored words that an altered quotation comes nearest to, and every word in which both differ.

    `coarse` where a stretch was too different to be compared word by word.
    """

    place: Place
    differences: tuple[Difference, ...]
    coarse: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation and what became of it.

    exact: `places` are all places where its words stand. exact_with_omissions: each of its pieces stands to the letter,
    at `places`, in order in one document, and `omissions` are the words between them. altered: `nearest` is told.
    `set_aside` says what of the draft's typesetting was not taken for words; `remarks` what else a reader should know.
    """

    quotation: Quotation
    outcome: Outcome
    places: tuple[Place, ...] = ()
    omissions: tuple[Place, ...] = ()
    set_aside: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    nearest: Nearest | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft that says, without quotation marks, what the organisation said."""

    stretch: Stretch
    text: str


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A claim and the stored sentences nearest to it, the nearest first. Nobody has compared them yet."""

    claim: Claim
    nearest: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class DraftReport:
    """All that was found out about a draft; `generation` is that of the library."""

    draft: Draft
    quotations: tuple[Checked, ...]
    paraphrases: tuple[Paraphrase, ...]
    generation: str
    notices: tuple[str, ...] = ()
    """What is to be said of every document of the library."""

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many quotations have each outcome."""
        found = [one.outcome for one in self.quotations]
        return {outcome: found.count(outcome) for outcome in OUTCOMES}

    @property
    def all_right(self) -> bool:
        """Whether no quotation is wrong."""
        return not any(one.outcome in WRONG for one in self.quotations)

    def paragraph_of(self, checked: Checked) -> Paragraph:
        """The paragraph in which a quotation begins."""
        return self.draft.paragraph(checked.quotation.paragraph)
