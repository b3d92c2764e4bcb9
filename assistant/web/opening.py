"""What the page tells before anybody asked, and what it shows of an address."""

from dataclasses import dataclass, replace

from markupsafe import Markup
from starlette.requests import HTTPConnection

from assistant.answer import Answer
from assistant.library import Edition
from assistant.web.asked import View
from assistant.web.dialogue import EXAMPLES, Conversation, Dialogue
from assistant.web.look import Look
from assistant.web.page_parts import Told
from assistant.web.panel import narrowed
from assistant.web.render import Pages
from corpus.errors import QuestionError
from corpus.message import Message

TOPICS = 12
"""Topics that are offered before a question."""
SOURCES_KEPT = 3
"""Earlier answers that are shown with their sources; the others have them behind their address, since everything
that is shown is sent again with each answer."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The parts of the page that do not depend on what was said, each from the edition that it is told.

    `to` leads to those of one visitor: in their language, and with their name.
    """

    organisation: str
    look: Look
    pages: Pages
    dialogue: Dialogue

    @property
    def title(self) -> str:
        """The title of the page before anybody asked."""
        return self.look.title or Message("What does {organisation} say?", {"organisation": self.organisation})

    def to(self, request: HTTPConnection) -> "Opening":
        """The same for whoever sent a request."""
        pages = self.pages.to(request)
        return replace(self, pages=pages, dialogue=self.dialogue.speaking(pages))

    def told(self, edition: Edition) -> Told:
        """What is told when the page opens."""
        return Told(
            self.header(edition),
            self.welcome(edition),
            self.pages.page("waiting.html", {}),
            self.pages.page("below.html", {}),
            self.above(self.examples(edition)),
            padded(self.examples(edition)),
        )

    def above(self, proposals: tuple[str, ...]) -> Markup:
        """What stands above the buttons of so many proposals; style.css shows that many."""
        return self.pages.page("try.html", {"number": len(proposals)})

    def header(self, edition: Edition) -> Markup:
        """Whose words these are, what is in the library, and what must be told about it."""
        searcher = edition.searcher
        told = {"organisation": self.organisation, "title": self.title, "welcome": self.look.welcome}
        return self.pages.header(told, searcher.coverage(), searcher.common_notices())

    def welcome(self, edition: Edition) -> Markup:
        """What can be asked about."""
        coverage = edition.searcher.coverage()
        return self.pages.page("welcome.html", {"coverage": coverage, "topics": coverage.by_topic[:TOPICS]})

    def examples(self, edition: Edition) -> tuple[str, ...]:
        """Questions that the library answers."""
        return self.dialogue.examples(edition)

    def earlier(self, before: Conversation) -> Markup:
        """The exchanges before the newest, newest first."""
        older = list(reversed(before))
        return self.pages.earlier(
            [(one.answer, one.sources if at < SOURCES_KEPT else "", one.address) for at, one in enumerate(older)]
        )

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


def padded(proposals: tuple[str, ...]) -> tuple[str, ...]:
    """One text for each button; "" for those that are not needed."""
    return (*proposals, *[""] * EXAMPLES)[:EXAMPLES]
