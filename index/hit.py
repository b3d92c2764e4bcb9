"""A passage that was found for a query."""

from dataclasses import dataclass

from corpus.document import Document
from index.texts.copies import Copy
from index.texts.passages import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. `score` in [0, 1] ranks hits of one query; `similarity` is the cosine of question and
    passage, `closeness` that of the question with each of `passage.sentences`, both beyond what is usual for the model;
    `terms` are the question's stems that the passage holds. `copies` are passages that were found too and say nothing
    else.
    """

    document: Document
    passage: Passage
    score: float
    similarity: float
    closeness: tuple[float, ...]
    by_meaning: bool
    by_keywords: bool
    terms: tuple[str, ...]
    copies: tuple[Copy, ...] = ()

    @property
    def text(self) -> str:
        """The passage's words, sliced from its document."""
        return self.document.text[self.passage.start : self.passage.end]

    @property
    def page(self) -> int | None:
        """Page on which the passage begins; None for web text."""
        return self.document.page_at(self.passage.start)
