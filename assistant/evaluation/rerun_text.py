"""What asking saved questions again brought, as lines for a terminal."""

from collections.abc import Iterator

from assistant.evaluation.rerun import Changed, Rerun
from corpus.message import Message


def rerun_lines(rerun: Rerun) -> Iterator[str]:
    """Which saved questions a sync changed the answers of, and how."""
    if rerun.problem:
        yield f"The saved questions were not compared: {rerun.problem}"
    if not rerun.asked:
        return
    compared = rerun.asked - rerun.new
    if rerun.changed:
        yield f"{len(rerun.changed)} of {rerun.asked} saved questions are answered differently:"
        for one in rerun.changed:
            yield from _changed_lines(one)
    elif compared:
        yield f"{compared} saved questions are answered as before."
    if rerun.new:
        yield f"{rerun.new} saved questions were asked for the first time; the next sync compares."


def _changed_lines(one: Changed) -> Iterator[str]:
    yield f"  {one.text}  ({one.id})"
    yield f"    {one.was.status} -> {one.now.status}{verdict(one)}"
    yield from (f"    - {_cited(pair)}" for pair in one.gone)
    yield from (f"    + {_cited(pair)}" for pair in one.come)


def verdict(one: Changed) -> str:
    """Whether the new answer is as expected, to be put behind it; "" where nothing is expected."""
    return {True: Message(", as expected"), False: Message(", not as expected"), None: ""}[one.right]


def _cited(pair: tuple[str, str]) -> str:
    document, sentence = pair
    return f"“{sentence}” ({document})"
