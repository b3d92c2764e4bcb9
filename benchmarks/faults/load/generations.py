"""Posts that tell of which generation they are, and what an answer tells of that."""

import re
from pathlib import Path

NAMES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
TOPICS = (
    "learning accounts", "micro-credentials", "literacy", "validation", "prisons", "digital skills", "refugees",
    "rural areas", "democracy", "funding", "older people", "libraries",
)  # fmt: skip
FIRST_YEAR = 2000
"""Of the posts of generation zero; each generation is a year younger than the one before."""
MARKED = re.compile(rf"\bgeneration ({'|'.join(NAMES)})\b", re.IGNORECASE)
NAMED = re.compile(r'"generation":\s*"(\d{6})"')
"""What programs are told; the index begins at one, where the posts begin at zero."""
DATED = re.compile(r"\b(20\d\d)-03-17\b|\b17 March (20\d\d)\b")


def write_generation(folder: Path, number: int) -> None:
    """Write every post anew, each with the same marks in its title, its paragraphs and its date."""
    folder.mkdir(exist_ok=True)
    for topic in TOPICS:
        (folder / name_of(topic)).write_text(_post(topic, number), encoding="utf-8")


def name_of(topic: str) -> str:
    """The file of a topic's post."""
    return f"{topic.replace(' ', '-')}.txt"


def told_in(text: str) -> set[int]:
    """The generations that an answer, a list or a page tells of, by their marks, their dates and their names."""
    by_mark = {NAMES.index(one.casefold()) for one in MARKED.findall(text)}
    by_date = {int(one or other) - FIRST_YEAR for one, other in DATED.findall(text)}
    return by_mark | by_date | {int(one) - 1 for one in NAMED.findall(text)}


def _post(topic: str, number: int) -> str:
    mark = f"generation {NAMES[number]}"
    return "\n\n".join([
        f"17.03.{FIRST_YEAR + number}",
        f"{topic.capitalize()} in {mark}",
        f"EAEA calls on every Member State to support {topic} in {mark}. Adults who learn are at home in their town.",
        f"In {mark} nobody should pay for {topic} alone; the position of EAEA is that public money is due.",
        f"Whoever speaks of {topic} should remember {mark}, and that learners decide for themselves.",
    ]) + "\n"  # fmt: skip
