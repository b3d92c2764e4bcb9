"""What asking saved questions again brought, as lines for a terminal."""

from collections.abc import Iterator

from assistant.evaluation.rerun import Changed, Given, Rerun


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
    judged = {True: ", as expected", False: ", not as expected", None: ""}[one.right]
    yield f"  {one.text}  ({one.id})"
    yield f"    {one.was.status} -> {one.now.status}{judged}"
    yield from (f"    - {_cited(pair)}" for pair in _only(one.was, one.now))
    yield from (f"    + {_cited(pair)}" for pair in _only(one.now, one.was))


def _only(one: Given, other: Given) -> list[tuple[str, str]]:
    return [pair for pair in one.cited if pair not in other.cited]


def _cited(pair: tuple[str, str]) -> str:
    document, sentence = pair
    return f"“{sentence}” ({document})"
