"""Processes that begin where Python's start and our imports have ended: a command then takes a tenth of a second.

Each is forked from one process that has imported the command line and done nothing else (multiprocessing's fork
server), so they share nothing that a test could see, and end as any process does.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.cli import COMMANDS
from corpus import isolate

SERVER = multiprocessing.get_context("forkserver")
PRELOADED = ("assistant.desk.pinned", "assistant.extract", "index.build", "index.models.encoder", "index.search")
"""What commands import when they run, beside their own modules."""
SERVER.set_forkserver_preload([*PRELOADED, *sorted({f"assistant.cli.{module}" for module in COMMANDS.values()})])
PATIENCE = 120
"""Seconds after which a command is taken for stuck."""


def run(arguments: Sequence[str], cwd: Path, stdin: str) -> "subprocess.CompletedProcess[str]":
    """`assistant` with these arguments, as `subprocess.run` would tell of it."""
    with tempfile.TemporaryDirectory() as folder:
        given, out, err = (Path(folder, name) for name in ("in", "out", "err"))
        given.write_text(stdin, encoding="utf-8", errors="surrogateescape")
        process = SERVER.Process(target=_command, args=(arguments, cwd, (given, out, err), isolate.started))
        process.start()
        process.join(PATIENCE)
        assert process.exitcode is not None, f"{arguments} is stuck"
        told = (path.read_text(encoding="utf-8", errors="surrogateescape") for path in (out, err))
        return subprocess.CompletedProcess(arguments, process.exitcode, *told)


def _command(arguments: Sequence[str], cwd: Path, streams: Sequence[Path], started: Callable[..., Any]) -> None:
    """What `python -m assistant.cli` does after its imports; its readers begin as those of the tests do."""
    from assistant.cli import main

    isolate.started = started
    for number, path in enumerate(streams):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), number)
    sys.stdin = open(0, encoding=sys.stdout.encoding, errors=sys.stdout.errors, closefd=False)  # noqa: SIM115
    os.chdir(cwd)
    sys.argv = ["assistant", *arguments]
    main()
