"""What the page tells before anybody asked, and what it shows of an address."""

from dataclasses import dataclass

from markupsafe import Markup

from assistant.answer import Answer
from assistant.library import Edition
from assistant.web.asked import View
from assistant.web.dialogue import Conversation, Dialogue
from assistant.web.page_parts import Told
from assistant.web.panel import narrowed
from assistant.web.render import Pages
from corpus.errors import QuestionError

TOPICS = 12
"""Topics that are offered before a question."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The parts of the page that do not depend on what was said, each from the edition that it is told."""

    organisation: str
    pages: Pages
    dialogue: Dialogue

    @property
    def title(self) -> str:
        """The title of the page before anybody asked."""
        return f"What does {self.organisation} say?"

    def told(self, edition: Edition, examples: tuple[str, ...]) -> Told:
        """What is told when the page opens."""
        return Told(
            self.header(edition),
            self.welcome(edition),
            self.pages.page("waiting.html", {}),
            self.pages.page("below.html", {}),
            examples,
        )

    def header(self, edition: Edition) -> Markup:
        """Whose words these are, what is in the library, and what must be told about it."""
        searcher = edition.searcher
        return self.pages.header(self.organisation, searcher.coverage(), searcher.common_notices())

    def welcome(self, edition: Edition) -> Markup:
        """What can be asked about."""
        coverage = edition.searcher.coverage()
        return self.pages.page("welcome.html", {"coverage": coverage, "topics": coverage.by_topic[:TOPICS]})

    def visited(self, edition: Edition, view: View, *, noted: bool = False) -> Conversation:
        """The conversation that an address asks for; one sentence where it cannot be meant."""
        try:
            filters = narrowed(view.filters, self.organisation)
        except QuestionError as error:
            return (self.dialogue.refused(view.question, str(error)),)
        return self.dialogue.visit(edition, view, filters, noted=noted)

    def answer(self, edition: Edition, view: View) -> Answer:
        """The answer that an address leads to. Raises QuestionError."""
        return self.dialogue.answer(edition, view, narrowed(view.filters, self.organisation))
