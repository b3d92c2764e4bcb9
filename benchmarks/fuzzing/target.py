"""One parser, and what its bytes are made of."""

from ast import literal_eval
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

WORDS = Path(__file__).parent / "words"
"""Dictionaries in the form of libFuzzer (https://llvm.org/docs/LibFuzzer.html#dictionaries): a quoted word a line."""


PROJECT = Path(__file__).parent.parent.parent
SEEDS = PROJECT / "tests" / "fuzz" / "corpus"
"""A folder for each target: a few small inputs to begin with, and every one that once was a finding."""


class Unsound(Exception):
    """What was read contradicts itself: an offset that is none, a text that does not come back."""


@dataclass(frozen=True, slots=True)
class Target:
    """`run` parses any bytes and checks what came of them. It raises nothing where they are refused as documented;
    whatever it raises is a finding. `words` names the dictionaries of what such bytes are made of.
    """

    name: str
    reads: str
    run: Callable[[bytes], None]
    words: tuple[str, ...] = ()

    @property
    def dictionary(self) -> str:
        """Its dictionaries together."""
        return "".join((WORDS / f"{name}.dict").read_text(encoding="ascii") for name in self.words)

    def known_words(self) -> list[bytes]:
        """The words of its dictionaries."""
        return [literal_eval(f"b{line}") for line in self.dictionary.splitlines() if line]

    def seeds(self) -> list[Path]:
        """Its kept inputs."""
        return sorted(one for one in (SEEDS / self.name).glob("*") if one.is_file())


def needed(holds: bool, what: str) -> None:
    """Raises Unsound with `what` unless it holds."""
    if not holds:
        raise Unsound(what)
