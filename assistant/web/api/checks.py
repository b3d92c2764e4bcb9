"""The forms of what became of a draft's quotations."""

from typing import Literal

from assistant.drafts.outcomes import DifferenceKind, Outcome
from assistant.web.api.forms import Form, Stretch


class Standing(Form):
    """Stored words, and where they stand."""

    document: str
    """Id of the document."""
    title: str
    """Title of the document."""
    kind: str
    """What it is, such as "post" or "statement"."""
    published: str | None
    """Day of publication, ISO 8601."""
    status: str
    """Whether it is "current", "superseded" or "historic"."""
    superseded_by: str
    """Id of the document that replaced it, "" where none is known."""
    speaker: str
    """Who speaks, where it is not the organisation alone; else ""."""
    signatories: list[str]
    """Organisations that signed it together."""
    notice: str
    """A sentence to be shown wherever the document is, "" for none."""
    in_title: bool
    """Whether the words stand in the title, and the offsets count there."""
    start: int
    """Where they begin, in characters."""
    end: int
    """Where they end, exclusive."""
    page: int | None
    """The page on which they begin, from 1; null for web text."""
    page_label: str
    """What that page is called in print."""
    section: str
    """The heading that they stand under, "" before the first."""
    words: str
    """The words."""
    others_words: bool
    """Whether the document shows them as a block quotation of somebody else."""
    url: str
    """Address of the original at the words, "" where it has none."""


class Difference(Form):
    """Words of the source and of the draft side by side."""

    kind: DifferenceKind
    """Whether the words are the same, put in, left out or changed."""
    stored: str
    """Words of the source, "" where they were put in."""
    drafted: str
    """Words of the draft, "" where they were left out."""


class Nearest(Standing):
    """The stored words that an altered quotation comes nearest to."""

    differences: list[Difference]
    """All words of both, in order."""
    coarse: bool
    """Whether a stretch was too different to be compared word by word."""


class Quotation(Form):
    """A quotation of the draft, and what became of it."""

    text: str
    """The quotation as the draft has it."""
    outcome: Outcome
    """What became of it."""
    paragraph: int
    """The paragraph of the draft in which it begins, from 1."""
    place: str
    """Where that is, in words."""
    stretches: list[Stretch]
    """Paragraph, start and end of each piece of the draft that it covers."""
    block: bool
    """Whether it is set as a block quotation."""
    places: list[Standing]
    """All places of an exact quotation; the pieces in order of one with omissions."""
    omissions: list[Standing]
    """What was left out between the pieces."""
    set_aside: list[str]
    """What of the draft's typesetting was not taken for words."""
    remarks: list[str]
    """What else a reader should know."""
    nearest: Nearest | None
    """For an altered quotation, the words that it comes nearest to."""


class Claim(Form):
    """A sentence that says, without quotation marks, what the organisation said."""

    text: str
    """The sentence."""
    outcome: Literal["paraphrase"]
    """Nobody has compared it with its sources."""
    paragraph: int
    """The paragraph of the draft, from 1."""
    place: str
    """Where that is, in words."""
    nearest: list[Standing]
    """The stored sentences nearest to it; nobody has compared them yet."""


class Outcomes(Form):
    """How many quotations came to what."""

    exact: int
    """Every word stands in one piece."""
    exact_with_omissions: int
    """Every piece stands to the letter."""
    altered: int
    """Some word differs from the source."""
    not_found: int
    """Nothing like it is held."""
    too_short: int
    """Too few words to be looked for."""
    unclosed: int
    """The quotation mark is never closed."""


class Check(Form):
    """What became of every quotation of a draft."""

    draft: str
    """Name of the draft's file."""
    generation: str
    """The generation of the library that it was checked against."""
    notices: list[str]
    """What is to be said of every document of the library."""
    all_right: bool
    """Whether none is altered, not found or not closed."""
    counts: Outcomes
    """Quotations by what became of them."""
    quotations: list[Quotation]
    """Every quotation of the draft, in order."""
    claims: list[Claim]
    """Sentences that say, without quotation marks, what the organisation said."""
