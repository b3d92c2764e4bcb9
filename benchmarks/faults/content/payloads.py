"""Text that tries to be more than text, by class: it calls `ran(1)`, asks a host for something, or breaks out of forms.

In payloads.json `RAN` and `HOST` stand for the call and for the host's origin. Written for this project after the ways
in which browsers, spreadsheets and word processors are known to read mark-up and commands; none is copied from a list.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CALL = "ran(1)"
"""What a page that watches counts."""
CLASSES: Mapping[str, Sequence[str]] = json.loads(Path(__file__).with_name("payloads.json").read_text("ascii"))


@dataclass(frozen=True, slots=True)
class Payload:
    """A text of a class; `number` counts from 0 among those that were chosen."""

    number: int
    kind: str
    text: str


def payloads(host: str, every: int = 1) -> list[Payload]:
    """Each `every`th of a class, two of each at least; `host` is an origin such as "http://127.0.0.1:8000"."""
    chosen = list[tuple[str, str]]()
    for kind, texts in CLASSES.items():
        step = max(min(every, len(texts) // 2), 1)
        chosen += [(kind, _filled(text, host)) for text in texts[::step]]
    return [Payload(number, *one) for number, one in enumerate(chosen)]


def _filled(text: str, host: str) -> str:
    bare = host.removeprefix("http://")
    for before in ("//", "\\\\"):
        text = text.replace(f"{before}HOST", f"{before}{bare}")
    return text.replace("HOST", host).replace("RAN", CALL)
