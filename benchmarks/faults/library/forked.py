"""Commands of `assistant` in processes of their own that begin where the imports have ended, so that hundreds of them
take minutes.

One process imports what a command needs and does nothing else. Each command is forked from it: it runs `assistant.cli`
as a shell would start it, and ends as any process does. An order may ask for trouble: to be killed before a step on
the disk, to write no large file, to run under permissions as others than root do, or under a clock that jumps.
"""

import atexit
import ctypes
import json
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from assistant import wire
from assistant.cli import main
from benchmarks.faults.library.jumping import jump
from benchmarks.made_posts import QuickEncoder
from corpus import isolate
from tests.warm_readers import WarmReaders, warm_readers

STEPS = frozenset(
    ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.symlink", "os.truncate", "shutil.rmtree",
     "shutil.copyfile", "shutil.copytree", "sqlite3.connect")
)  # fmt: skip
"""What Python tells of what a process does with files (PEP 578), before it does it."""

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
IMPORTED = ("assistant.cli.desk", "assistant.cli.library", "index.models.encoder", "index.search")
"""What commands import."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a command meets. `die_at` is the step below its library before which it is killed, `largest` the size in
    bytes that a file may have, `clock` the seed of a clock that jumps, 0 of each for nothing of the kind; where it is
    `bound`, permissions hold for it even if it is root's.
    """

    die_at: int = 0
    largest: int = 0
    clock: int = 0
    bound: bool = False


NONE = Trouble()


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit status, less than 0 where a signal ended it; what it said, and the steps that it
    took on the disk.
    """

    status: int
    said: str
    steps: int = 0

    @property
    def sentence(self) -> str:
        """The last line that it said, where it is told as a person should know it; else ""."""
        last = self.said.strip().splitlines()[-1:]
        return last[0] if last and last[0].startswith("assistant: ") and "Traceback" not in self.said else ""


@dataclass(frozen=True, slots=True)
class Running:
    """A command that is under way."""

    process: int
    answers: IO[bytes]
    told: Path

    def kill(self) -> None:
        """End it as a power cut would; it may have ended."""
        os.kill(self.process, signal.SIGKILL)

    def ended(self) -> Ended:
        """How it ended, once it has."""
        status, steps = json.loads(self.answers.readline())
        return Ended(status, self.told.read_text(encoding="utf-8", errors="replace"), steps)


@dataclass(frozen=True, slots=True)
class Commands:
    """The process that commands are forked from, one at a time, as it is spoken to. What they say and their temporary
    files are in `folder`. Where `readers` tells the address of a process from which readers are forked, commands are
    quick: vectors are those of `benchmarks.made_posts.QuickEncoder`.
    """

    process: "subprocess.Popen[bytes]"
    folder: Path
    readers: str

    def started(self, library: Path, arguments: tuple[str, ...], trouble: Trouble = NONE) -> Running:
        """A command on a library, under way."""
        assert self.process.stdin and self.process.stdout
        order = {"arguments": arguments, "library": str(library), "folder": str(self.folder), "readers": self.readers}
        self.process.stdin.write(json.dumps(order | asdict(trouble)).encode() + b"\n")
        self.process.stdin.flush()
        return Running(int(self.process.stdout.readline()), self.process.stdout, self.folder / "told")

    def run(self, library: Path, arguments: tuple[str, ...], trouble: Trouble = NONE) -> Ended:
        """A command on a library, once it has ended."""
        return self.started(library, arguments, trouble).ended()


@contextmanager
def commands(quick: bool) -> Iterator[Commands]:
    """The process that commands are forked from, for as long as a block runs."""
    with ExitStack() as opened:
        readers = opened.enter_context(warm_readers()).address if quick else ""
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="faults-"))
        command = [sys.executable, "-m", __name__]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None and process.stdout.readline() == b"ready\n"
            yield Commands(process, Path(folder), readers)
            process.communicate()


def _order() -> dict[str, Any]:
    """Fork a process for each order; what this one is to do, which is nothing in the one that forks."""
    sys.stdout.write("ready\n")
    before = 0
    while True:
        sys.stdout.flush()
        line = sys.stdin.readline()
        if before:
            os.waitpid(before, 0)  # only now may its number be another process's
        if not line:
            return {}
        order: dict[str, Any] = json.loads(line)
        steps = Path(order["folder"]) / "steps"
        steps.write_text("0", encoding="ascii")
        before = os.fork()
        if not before:
            return order
        sys.stdout.write(f"{before}\n")
        sys.stdout.flush()
        ended = os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
        assert ended is not None
        status = ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status
        sys.stdout.write(json.dumps([status, int(steps.read_text(encoding="ascii") or 0)]) + "\n")


def _count_steps(library: str, die_at: int, told: Path) -> None:
    """Note at its end how many steps this process took below its library, and kill it before one of them."""
    taken = 0

    def step(event: str, about: tuple[Any, ...]) -> None:
        nonlocal taken
        if event in STEPS and library in str(about[0]):
            taken += 1
            if taken == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(step)
    atexit.register(lambda: told.write_text(str(taken), encoding="ascii"))


def _be_quick(readers: str) -> None:
    """Read and encode in ways that cost next to nothing."""
    vars(wire)["encoder_of"] = lambda _: QuickEncoder()
    vars(isolate)["started"] = WarmReaders(readers).started


def _be_bound() -> None:
    """Give up what lets root pass over permissions (capabilities(7)); the numbers are those of linux/capability.h."""
    header = struct.pack("Ii", 0x20080522, 0)
    data = ctypes.create_string_buffer(24)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.capget(header, data):
        raise OSError(ctypes.get_errno(), "capget")
    sets = list(struct.unpack("6I", data.raw))
    for one in (0, 1):  # effective, permitted
        sets[one] &= ~(1 << CAP_DAC_OVERRIDE | 1 << CAP_DAC_READ_SEARCH)
    if libc.capset(header, struct.pack("6I", *sets)):
        raise OSError(ctypes.get_errno(), "capset")


def _obey(order: dict[str, Any]) -> None:
    """Be the command that was ordered."""
    folder = Path(order["folder"])
    with Path(os.devnull).open("rb") as nothing, (folder / "told").open("wb") as told:
        for number, stream in enumerate((nothing, told, told)):
            os.dup2(stream.fileno(), number)
    tempfile.tempdir = str(folder)
    if order["readers"]:
        _be_quick(order["readers"])
    if order["clock"]:
        jump(order["clock"])
    if order["largest"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest"], order["largest"]))
    if order["bound"]:
        _be_bound()
    _count_steps(order["library"], order["die_at"], folder / "steps")
    sys.argv = ["assistant", *order["arguments"], "--index", order["library"]]
    main()


if __name__ == "__main__":
    for imported in IMPORTED:
        import_module(imported)
    if ordered := _order():
        _obey(ordered)
