"""What faults came to, as a row of the table."""

from collections import Counter
from collections.abc import Collection, Sequence

from benchmarks.faults.trial import Trial

SHOWN = 3
"""Failures that are told."""


def trial_of(promise: str, fault: str, outcomes: Sequence[str], good: Collection[str], seed: int = 0) -> Trial:
    """A row for the outcomes of a fault, one each; those that are not among the good ones are failures."""
    counts = Counter(outcomes)
    failures = [one for one in dict.fromkeys(outcomes) if one not in good]
    told = [f"{counts[one]} {one}" for one in good if counts[one]] + failures[:SHOWN]
    failed = sum(counts[one] for one in failures)
    return Trial(promise, fault, len(outcomes), failed, seed, "; ".join(told).replace("\n", " ").replace("|", "/"))
