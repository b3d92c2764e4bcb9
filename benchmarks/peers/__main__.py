"""Ours beside five other libraries: `python -m benchmarks.peers EVAL`, after `make peers`.

Same machine, model, documents and questions; every figure comes from processes of their own, measured from outside.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.peers.contenders import CONTENDERS, OURS, chosen
from benchmarks.peers.contest import Places, contest
from benchmarks.peers.floor import embedded_shapes, floor_of, machine_rates
from benchmarks.peers.picture import draw
from benchmarks.peers.results import Results, figures, floors, ratios, ways
from benchmarks.peers.texts import TextSet, documents_of, read_set
from benchmarks.report import QUALITY, machine, write_section

PEERS = Path(".peers")
PICTURE = QUALITY.parent / "pictures" / "peers.svg"


def main() -> None:
    """Measure, print and write the tables and the picture."""
    told = _arguments()
    began = time.monotonic()
    whole, part = (read_set(told.evaluation / told.set, number) for number in (told.documents, told.part))
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        places = Places(told.peers.absolute(), work, whole.written(work / "texts"), part.written(work / "part"))
        results = contest(chosen(told.only), places, told.runs, _say)
        text = "\n\n".join([_told(told, whole, time.monotonic() - began), *_tables(results, whole, places)])
    sys.stdout.write(text + "\n")
    if told.write:
        draw(results, PICTURE)
        write_section("peers", f"{text}\n\n![The medians and ranges of the tables as bars](pictures/{PICTURE.name})")


def _arguments() -> argparse.Namespace:
    command = argparse.ArgumentParser(prog="benchmarks.peers", description=__doc__)
    command.add_argument("evaluation", type=Path, help="the folder of evaluation sets")
    command.add_argument("--set", default="mtrag-clapnq", help="the set whose documents are taken")
    command.add_argument("--documents", type=int, default=0, help="documents of the whole; 0 for all there are")
    command.add_argument("--part", type=int, default=300, help="documents of the builds that are repeated")
    command.add_argument("--runs", type=int, default=5, help="alternating runs")
    command.add_argument("--peers", type=Path, default=PEERS, help="the environment of the other libraries")
    modules = dict.fromkeys(one.module for one in CONTENDERS if one.module != OURS)
    command.add_argument("--only", nargs="*", default=[], choices=modules, help="some of the others")
    command.add_argument("--write", action="store_true", help="write docs/quality.md and the picture")
    return command.parse_args()


def _told(told: argparse.Namespace, whole: TextSet, seconds: float) -> str:
    """What was measured with what, in a few lines."""
    return (
        f"{machine()}\n{len(whole.lines):,} documents and {len(whole.questions)} questions of {told.set}, "
        f"{told.part} documents where builds are repeated, runs in turns: {told.runs}, {seconds / 60:.0f} minutes, "
        "`make bench-peers`."
    )


def _tables(results: Results, whole: TextSet, places: Places) -> list[str]:
    ours = next(found for one, found in results.items() if one.module == OURS)
    shapes = embedded_shapes()
    rates = machine_rates(shapes)
    documents = [one.text for one in documents_of(places.texts)]
    floor = floor_of(documents, list(whole.questions.values()), ours.passages, shapes, rates)
    return [figures(results, whole.qrels), ratios(results), ways(results), floors(ours, floor, rates)]


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
