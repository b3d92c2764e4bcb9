"""A dialogue with the edition that it answers from."""

from dataclasses import dataclass

from assistant.library import Edition
from assistant.web.asked import Asked
from assistant.web.dialogue import Conversation, Dialogue
from assistant.web.render import Pages
from index.query import Filters


@dataclass(frozen=True)
class Talk:
    """Asks as the page does."""

    edition: Edition
    dialogue: Dialogue

    def ask(self, question: str, filters: Filters, conversation: Conversation) -> Conversation:
        return self.dialogue.ask(self.edition, Asked(question, filters), conversation)

    def ask_alone(self, filters: Filters, conversation: Conversation) -> Conversation:
        return self.dialogue.ask_alone(self.edition, filters, conversation)

    def ask_all_years(self, filters: Filters, conversation: Conversation) -> Conversation:
        return self.dialogue.ask_all_years(self.edition, filters, conversation)


def talk_on(edition: Edition) -> Talk:
    return Talk(edition, Dialogue("EAEA", Pages()))
