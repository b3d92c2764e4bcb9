"""The child's side of corpus.isolate: answers jobs, under limits that it sets on itself first."""

import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

Answer = Callable[[Mapping[str, Any], bytes], Mapping[str, object]]
"""From the head of a job and its bytes to what is told of it."""


def run(answer: Answer) -> None:
    """A child's whole life: read a job, answer, until the parent closes the pipe. The limits are in its command."""
    limits = json.loads(sys.argv[1])  # corpus.isolate.Limits, whose module takes a while to import
    with suppress(KeyboardInterrupt):
        _serve(limits["memory_bytes"], limits["cpu_seconds"], answer)


def _serve(memory_bytes: int, cpu_seconds: int, answer: Answer) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(2, 1)  # what a library prints must not reach the pipe
    while head := sys.stdin.buffer.readline():
        told = json.loads(head)
        data = sys.stdin.buffer.read(told["bytes"])
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        soft = int(used) + cpu_seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
        answers.write(json.dumps(answer(told, data)).encode() + b"\n")
        answers.flush()
