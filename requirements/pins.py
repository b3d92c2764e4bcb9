"""Lock files as pip reads them: one exact version each, for some machines or for all, with its hashes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name
from packaging.version import Version

FOLDER = Path(__file__).parent
PROGRAM, EXTRAS, TEST, FUZZ, TOOLS = (
    FOLDER / f"{name}.lock" for name in ("program", "extras", "test", "fuzz", "tools")
)
TORCH_CPU, TORCH_CUDA = FOLDER / "torch-cpu.lock", FOLDER / "torch-cuda.lock"
PYTHONS = ("3.11", "3.12", "3.13")
MACHINES = (("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"))
"""What the locks are made for: `sys.platform` and `platform.machine()`."""
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Pin:
    """One version of one distribution; `marker` is empty where it is for all machines. Hashes are sha256, in hex."""

    name: NormalizedName
    version: str
    marker: str
    hashes: tuple[str, ...]

    def is_for(self, where: dict[str, str]) -> bool:
        """Whether a machine with these values of markers gets it."""
        marker = Requirement(str(self).splitlines()[0].rstrip(" \\")).marker
        return marker is None or marker.evaluate(dict(where))

    def __str__(self) -> str:
        head = f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")
        return " \\\n".join([head, *(f"    --hash=sha256:{one}" for one in self.hashes)])


def pins_of(lock: Path) -> list[Pin]:
    """The pins of a file, in its order. Raises ValueError for what is no pin of one exact version with hashes."""
    return parsed(lock.read_text(encoding="utf-8"))


def parsed(text: str) -> list[Pin]:
    """The pins of the text of a lock file. Raises ValueError likewise."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [_pin(entry) for entry in "\n".join(lines).replace("\\\n", " ").splitlines()]


def environments() -> list[dict[str, str]]:
    """The values of markers for every Python and machine that the locks are made for."""
    return [
        {
            "python_version": python,
            "python_full_version": f"{python}.0",
            "sys_platform": system,
            "platform_system": system.capitalize(),
            "platform_machine": machine,
            "os_name": "posix",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "extra": "",
        }
        for python, (system, machine) in product(PYTHONS, MACHINES)
    ]


def satisfies(pins: Iterable[Pin], wanted: Requirement) -> bool:
    """Whether one of the pins is what a requirement asks for; a label such as +cpu does not count."""
    name = canonicalize_name(wanted.name)
    return any(one.name == name and wanted.specifier.contains(Version(one.version).public) for one in pins)


def _pin(entry: str) -> Pin:
    head, *options = re.split(r"\s(?=--)", entry.strip())
    wanted = Requirement(head)
    exact = [one.version for one in wanted.specifier if one.operator == "=="]
    hashes = tuple(HASH.findall(entry))
    if len(exact) != 1 or len(wanted.specifier) != 1 or "*" in exact[0] or wanted.url or wanted.extras:
        raise ValueError(f"no exact version: {head}")
    if not hashes or len(hashes) != len(options):
        raise ValueError(f"not a sha256 hash alone: {entry}")
    return Pin(canonicalize_name(wanted.name), exact[0], str(wanted.marker or ""), hashes)
