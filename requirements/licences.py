"""The licences of all that is locked, in docs/licences.md: python -m requirements.licences

Read from the metadata of what is installed, in this environment and in that of the tools where it is there. What the
metadata leaves open stands in `READ`, as the package's own licence file has it.
"""

import re
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions

from packaging.utils import NormalizedName, canonicalize_name

from requirements.pins import EXTRAS, FOLDER, FUZZ, PROGRAM, TEST, TOOLS, TORCH_CPU, TORCH_CUDA, pins_of

PAGE = FOLDER.parent / "docs" / "licences.md"
LOCKS = (PROGRAM, TORCH_CPU, EXTRAS, TEST, FUZZ, TOOLS, TORCH_CUDA)
PERMISSIVE = frozenset(
    {"0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0"}
    | {"CNRI-Python", "ISC", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Zlib"}
)
"""SPDX names of licences that ask for no more than their notices to be kept: compatible with ours, MIT."""
BY_FILE = frozenset({"MPL-1.1", "MPL-2.0"})
"""They ask that changes to their own files be published. We change none, and hand on none of these packages."""
NVIDIA = "LicenseRef-NVIDIA-Proprietary"
"""No free licence. Installed only where pip knows no other build of torch, and needed by nothing of ours."""
READ = {
    "audioop-lts": "PSF-2.0",  # Python 3.13 alone has it
    "atheris": "Apache-2.0",
    "axe-playwright-python": "MIT AND MPL-2.0",  # axe-core in it
    "cuda-bindings": "Apache-2.0",
    "cuda-pathfinder": "Apache-2.0",
    "jinja2": "BSD-3-Clause",
    "mpmath": "BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "reportlab": "BSD-3-Clause",
    "scipy": "BSD-3-Clause",
    "semantic-version": "BSD-2-Clause",
    "sympy": "BSD-3-Clause",
    "triton": "MIT",
}
SAID = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache License": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
}
"""What authors write in place of SPDX names. "BSD License" is not here: there are several."""
HEADS = ("distribution", "version", "licence", "locked in")
TOKEN = re.compile(r"\(|\)|[^\s()]+(?: WITH [^\s()]+)?")


def allowed(expression: str) -> bool:
    """Whether a program under the MIT licence can keep to an SPDX expression: to all of what AND joins, to one of what
    OR joins. False for anything else.
    """
    tokens = TOKEN.findall(expression)
    held, rest = _either(tokens)
    return held and not rest


def licence_of(name: NormalizedName, installed: Distribution | None) -> str:
    """The SPDX expression, "" where nothing tells it."""
    if name in READ:
        return READ[name]
    if name.startswith("nvidia-") or name == "cuda-toolkit":
        return NVIDIA
    if installed is None:
        return ""
    told = installed.metadata
    lines = (told["License"] or "").strip().splitlines()[:1] if "License" in told else []
    classified = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    expressions = [told["License-Expression"]] if "License-Expression" in told else [*lines, *classified]
    known = [SAID.get(one, one) for one in expressions]
    return next((one for one in known if allowed(one)), "")


def rows() -> list[tuple[str, str, str, str]]:
    """(name, version, licence, lock files) of all that is locked, by name. The licence is "" where it is not known."""
    here = _installed()
    found: dict[tuple[NormalizedName, str], list[str]] = {}
    for lock in LOCKS:
        for pin in pins_of(lock):
            found.setdefault((pin.name, pin.version), []).append(lock.name)
    return [
        (name, version, licence_of(name, here.get(name)), ", ".join(dict.fromkeys(locks)))
        for (name, version), locks in sorted(found.items())
    ]


def listed() -> list[tuple[str, ...]]:
    """The rows that docs/licences.md has."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]


def main() -> None:
    """Write the table, or say which licences are not known and end with status 1."""
    table = rows()
    lacking = [name for name, _, licence, _ in table if not licence]
    if lacking:
        sys.exit(
            f"The licence of {', '.join(lacking)} is not known or not compatible. Read it, and see READ or PERMISSIVE."
        )
    head = PAGE.read_text(encoding="utf-8").partition(f"| {HEADS[0]} ")[0]
    lines = [HEADS, ("---",) * len(HEADS), *table]
    PAGE.write_text(head + "".join(f"| {' | '.join(line)} |\n" for line in lines), encoding="utf-8")


def _either(tokens: list[str]) -> tuple[bool, list[str]]:
    held, rest = _both(tokens)
    while rest[:1] == ["OR"]:
        other, rest = _both(rest[1:])
        held = held or other
    return held, rest


def _both(tokens: list[str]) -> tuple[bool, list[str]]:
    held, rest = _one(tokens)
    while rest[:1] == ["AND"]:
        other, rest = _one(rest[1:])
        held = held and other
    return held, rest


def _one(tokens: list[str]) -> tuple[bool, list[str]]:
    if tokens[:1] == ["("]:
        held, rest = _either(tokens[1:])
        return held and rest[:1] == [")"], rest[1:]
    return bool(tokens) and tokens[0] in PERMISSIVE | BY_FILE, tokens[1:]


def _installed() -> dict[NormalizedName, Distribution]:
    tools = FOLDER.parent.glob(".tools/lib/python3.*/site-packages")
    return {canonicalize_name(one.metadata["Name"]): one for one in _all([*map(str, tools), *sys.path])}


def _all(places: Iterable[str]) -> Iterable[Distribution]:
    return distributions(path=list(places))


if __name__ == "__main__":
    main()
