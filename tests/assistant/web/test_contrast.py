"""The colours of the style sheets, in both themes: text has 4.5:1, what must be seen beside it 3:1 (WCAG 2.2)."""

import re
from pathlib import Path

import pytest

import assistant.web
from assistant.web.look import contrast

FOLDER = Path(assistant.web.__file__).parent
SHEETS = ("style.css", "workbench.css", "report.css")
GROUNDS = ("paper", "shade", "card", "note")
TEXT = [
    *((colour, ground) for colour in ("ink", "soft", "accent", "warn") for ground in GROUNDS),
    ("on-accent", "accent"), ("on-mark", "mark"), ("on-gone", "gone"), ("on-come", "come"),
    ("ink", "gone"), ("ink", "come"),
]  # fmt: skip
SEEN = [
    *((colour, ground) for colour in ("edge", "accent") for ground in GROUNDS),
    *((f"kind-{number}", ground) for number in range(6) for ground in ("paper", "card")),
    *(("mark-line", ground) for ground in ("paper", "card", "mark")),
    ("warn", "paper"), ("warn", "card"),
]  # fmt: skip
"""Borders of fields, the outline of what is in focus, bars, the line under a mark, the side of a banner."""


def colours(theme: str) -> dict[str, set[str]]:
    """Every value of each colour in a theme: report.css has some of its own."""
    found: dict[str, set[str]] = {}
    for name in SHEETS:
        css = (FOLDER / name).read_text(encoding="utf-8")
        dark = "".join(re.findall(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", css, re.DOTALL))
        light = "".join(re.findall(r"^:root \{(.*?)\}", css, re.DOTALL | re.MULTILINE))
        for key, value in re.findall(r"--([\w-]+): (#\w{6});", dark if theme == "dark" else light):
            found.setdefault(key, set()).add(value)
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (SEEN, 3.0)], ids=["text", "seen"])
def test_every_pair_of_colours_is_told_apart(theme: str, pairs: list[tuple[str, str]], least: float) -> None:
    known = colours(theme)
    short = {
        (one, ground, round(contrast(colour, below), 2))
        for one, ground in pairs
        for colour in known[one]
        for below in known[ground]
        if contrast(colour, below) < least
    }
    assert short == set()


def test_both_themes_name_the_same_colours() -> None:
    light, dark = colours("light"), colours("dark")
    assert set(light) == set(dark) and len(light) > 20
