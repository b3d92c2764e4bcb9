"""The vectors of a machine with one core, little memory or an older processor are those of this one."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.models.encoder import OpenVinoEncoder

TEXTS = [
    f"Adults learn for many reasons, and {at} of them have little to do with work. " * (at % 5) for at in range(40)
]
ENCODE = """
import sys, numpy
from assistant.settings import default_cache
from index.models.encoder import open_encoder
from index.models.model_files import EMBEDDED_MODEL
texts = sys.stdin.read().split("\\n")
encoder = open_encoder(EMBEDDED_MODEL, default_cache())
numpy.save(sys.argv[1], encoder.encode_passages(texts, [()] * len(texts), lambda done: None)[0])
"""
OLDER = {**os.environ, "ONEDNN_MAX_CPU_ISA": "AVX2"}
"""oneDNN's own switch: as if the processor had neither AVX-512 nor AMX."""


@pytest.mark.parametrize(
    ("before", "environment"),
    [
        (["taskset", "-c", str(min(os.sched_getaffinity(0)))], {**os.environ}),
        (["prlimit", f"--as={2 << 30}"], {**os.environ}),
        ([], OLDER),
    ],
    ids=["one core", "2 GB", "AVX2"],
)
def test_vectors_are_the_same(
    encoder: OpenVinoEncoder, tmp_path: Path, before: list[str], environment: dict[str, str]
) -> None:
    expected, _ = encoder.encode_passages(TEXTS, [()] * len(TEXTS), lambda _done: None)
    command = [*before, sys.executable, "-c", ENCODE, str(tmp_path / "found.npy")]
    subprocess.run(command, input="\n".join(TEXTS), text=True, check=True, env=environment)
    assert (expected * np.load(tmp_path / "found.npy")).sum(axis=1).min() > 0.999
