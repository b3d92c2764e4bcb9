"""What the forms of all records have in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, WithJsonSchema


def _row(length: int, *types: str) -> WithJsonSchema:
    """A list of a fixed length, as every generator of clients understands it; few know `prefixItems`."""
    items = {"type": types[0]} if len(types) == 1 else {"anyOf": [{"type": one} for one in types]}
    return WithJsonSchema({"type": "array", "items": items, "minItems": length, "maxItems": length})


Offsets = Annotated[tuple[int, int], _row(2, "integer")]
"""`[start, end]`, `end` exclusive: characters of the document's text."""
Numbers = Annotated[tuple[int, int], _row(2, "integer")]
"""Numbers of two citations."""
Stretch = Annotated[tuple[int, int, int], _row(3, "integer")]
"""Paragraph of a draft, start and end."""
Section = Annotated[tuple[str, int, int], _row(3, "string", "integer")]
"""Heading, start and end."""
Counted = Annotated[tuple[str, int], _row(2, "string", "integer")]
"""A value, and how many documents have it."""


class Form(BaseModel):
    """A JSON object of which every field is named, and always there.

    The models are not what answers are made of: those are the records of the values (`as_record`), sent as they are.
    They say to other programs what is in a record, and the tests hold that it is exactly this.
    """

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)


class Understood(Form):
    """What a question took over from what was said before it."""

    about: str
    """The words that were taken over, "" when it was read alone."""
    context: bool
    """Whether all that was said before counted in the ranking."""


class Period(Form):
    """The days that a question itself names."""

    since: str | None
    """The first day, ISO 8601."""
    until: str | None
    """The last day, ISO 8601."""
    words: str
    """The words of the question that say so."""


class Read(Form):
    """How a question was read."""

    understood: Understood
    """What was taken over from what was said before."""
    readings: list[str]
    """How abbreviations and old names were read, such as "ALE read as adult learning and education"."""
    period: Period | None
    """The days that the question names; what was found is from these alone."""
    phrases: list[str]
    """What the question puts in quotation marks; all that was found holds it."""
