"""A question box as a person uses it."""

from typing import Any

QUESTION = "What is EAEA's position on micro-credentials?"
NOTHING = "What is EAEA's position on tuition fees for doctoral students?"


class Box:
    """A question box on a page."""

    def __init__(self, visit: Any, number: int = 0) -> None:
        self.visit = visit
        self.tab = visit.tab
        self.host = visit.tab.locator("assistant-widget").nth(number)
        self.input = self.host.locator("input")
        self.state = self.host.get_by_role("status")
        self.input.wait_for()

    @property
    def latest(self) -> Any:
        return self.host.locator("section > div:not([role]) article")

    def ask(self, question: str) -> "Box":
        self.input.fill(question)
        self.input.press("Enter")
        return self.answered()

    def answered(self) -> "Box":
        self.tab.wait_for_function(
            "box => !box.shadowRoot.querySelector('button[aria-disabled]') &&"
            " box.shadowRoot.querySelector('[role=status]').textContent !== ''",
            arg=self.host.element_handle(),
        )
        return self

    @property
    def told(self) -> str:
        return str(self.state.text_content())

    @property
    def focused(self) -> str:
        """What has the focus within the box: the name of its element."""
        return str(self.host.evaluate("box => box.shadowRoot.activeElement?.localName ?? ''"))
