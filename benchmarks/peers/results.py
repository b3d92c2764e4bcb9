"""The tables of a contest."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

import ir_measures

from benchmarks.peers.contenders import OURS, Contender
from benchmarks.peers.contest import Measured
from benchmarks.peers.floor import Floor, Machine
from benchmarks.peers.texts import Qrels
from benchmarks.report import table

MB = 1e6
Results = Mapping[Contender, Measured]
HEADS = (
    "library",
    "passages",
    "build",
    "passages a second",
    "after one change",
    "first answer",
    "p50",
    "p95",
    "resident, asked",
    "peak, building",
    "disk",
    "nDCG@10",
    "change found",
)
RATIOS = (
    "ours / peer",
    "build",
    "passages a second",
    "after one change",
    "first answer",
    "p50",
    "p95",
    "resident",
    "disk",
)


def figures(results: Results, qrels: Qrels) -> str:
    """What everyone took: medians, ranges behind them."""
    return table(HEADS, [_row(one, found, qrels) for one, found in results.items()])


def ratios(results: Results) -> str:
    """Ours over each peer: the median of the ratios of runs that were next to each other, and their range. Of seconds,
    milliseconds and bytes less than 1 is better, of passages a second more; these are of a small part, in which the
    start of readers and models counts.
    """
    ours = next(found for one, found in results.items() if one.module == OURS)
    return table(RATIOS, [_ratios(one, ours, found) for one, found in results.items() if one.module != OURS])


def ways(results: Results) -> str:
    """What is meant by each row."""
    return table(("library", "how"), [(one.name, one.how) for one in results])


def floors(found: Measured, floor: Floor, rates: Machine) -> str:
    """How near ours is to what the machine could do."""
    build, asked = found.build, median(found.p50s) / 1000
    whole = floor.question + floor.vectors
    rows = [
        (
            "a build, of which embedding each token once is the floor",
            f"{floor.build:.1f} s",
            f"{build:.1f} s",
            _share(floor.build, build),
        ),
        (
            "a question: reading it, and all vectors",
            f"{1e3 * whole:.2f} ms",
            f"{1e3 * asked:.2f} ms",
            _share(whole, asked),
        ),
        ("of which reading all vectors", f"{1e3 * floor.vectors:.2f} ms", "", ""),
    ]
    measured = (
        f"{rates.operations / 1e9:,.0f} G operations a second (bfloat16 products), {rates.bytes / 1e9:.1f} GB/s read."
    )
    return f"{measured}\n\n" + table(("what", "floor", "ours", "share"), rows)


def ndcg(ranked: Mapping[str, Sequence[str]], qrels: Qrels) -> float:
    """nDCG@10 of documents in their order, as ir_measures has it."""
    run = {name: {one: float(-at) for at, one in enumerate(documents)} for name, documents in ranked.items()}
    judged = {name: dict(ones) for name, ones in qrels.items()}
    measure = ir_measures.parse_measure("nDCG@10")
    return float(ir_measures.calc_aggregate([measure], judged, run)[measure])


def spread(values: Sequence[float], form: str) -> str:
    """The median, and the range where there is one."""
    low, high = format(min(values), form), format(max(values), form)
    return f"{median(values):{form}}" + (f" ({low}–{high})" if len(values) > 1 else "")


def _row(one: Contender, found: Measured, qrels: Qrels) -> tuple[str, ...]:
    return (
        one.name,
        f"{found.passages:,}",
        f"{found.build:.0f} s",
        spread(found.rates, ".1f"),
        f"{spread(found.rebuilds, '.1f')} s",
        f"{spread(found.firsts, '.1f')} s",
        f"{spread(found.p50s, '.1f')} ms",
        f"{spread(found.p95s, '.1f')} ms",
        f"{median(found.residents) / MB:.0f} MB",
        f"{found.build_peak / MB:.0f} MB",
        f"{found.disk / MB:.1f} MB",
        f"{ndcg(found.ranked, qrels):.3f}".lstrip("0"),
        "yes" if found.seen else "**no**",
    )


def _ratios(one: Contender, ours: Measured, peer: Measured) -> tuple[str, ...]:
    return one.name, *(spread(values, ".2f") for values in _pairs(ours, peer))


def _pairs(ours: Measured, peer: Measured) -> Iterator[list[float]]:
    for mine, others in (
        ([ours.build], [peer.build]),
        (ours.rates, peer.rates),
        (ours.rebuilds, peer.rebuilds),
        (ours.firsts, peer.firsts),
        (ours.p50s, peer.p50s),
        (ours.p95s, peer.p95s),
        (ours.residents, peer.residents),
        ([ours.disk], [peer.disk]),
    ):
        yield [a / b for a, b in zip(mine, others, strict=True)]


def _share(floor: float, took: float) -> str:
    return f"{100 * floor / took:.0f} %"
