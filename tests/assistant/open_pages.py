"""The open pages of a server whose guard alone is looked at."""

from dataclasses import dataclass

from assistant.web.guard import Refusal


@dataclass
class Asking:
    """What the open pages say of a question."""

    busy: bool = False
    refused: Refusal | None = None

    def are_busy(self) -> bool:
        return self.busy

    def refusal(self, _: bytes) -> Refusal | None:
        return self.refused
