"""The lock files hold all that pyproject.toml asks for, with hashes, and nothing that leads elsewhere."""

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from requirements.lock import TORCH, plainer
from requirements.pins import (
    EXTRAS,
    FOLDER,
    FUZZ,
    MACHINES,
    PROGRAM,
    PYTHONS,
    TEST,
    TOOLS,
    TORCH_CPU,
    TORCH_CUDA,
    Pin,
    environments,
    parsed,
    pins_of,
    satisfies,
)

ROOT = FOLDER.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OPTIONAL: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
LOCKS = (PROGRAM, EXTRAS, TEST, FUZZ, TOOLS, TORCH_CPU, TORCH_CUDA)
every_lock = pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
HASH = "--hash=sha256:" + "0" * 64


def pins(*locks: Path) -> list[Pin]:
    return [pin for lock in locks for pin in pins_of(lock)]


def lacking(asked: Iterable[str], held: list[Pin]) -> list[str]:
    """Requirements that no pin satisfies; one that names our own extras is left to these."""
    wanted = [Requirement(one) for one in asked]
    return [str(one) for one in wanted if one.name != "advocacy-assistant" and not satisfies(held, one)]


def test_every_requirement_has_a_pin_that_satisfies_it() -> None:
    program = pins(PROGRAM, TORCH_CPU)
    assert lacking([*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]], program) == []
    assert lacking([*OPTIONAL["mcp"], *OPTIONAL["milvus"]], program + pins(EXTRAS)) == []
    rest = [one for extra, asked in OPTIONAL.items() if extra not in ("fuzz", "supply") for one in asked]
    assert lacking(rest, program + pins(EXTRAS, TEST)) == []
    assert lacking(OPTIONAL["fuzz"], pins(FUZZ)) == []
    assert lacking(OPTIONAL["supply"], pins(TOOLS)) == []


def test_a_requirement_without_a_pin_or_with_an_older_one_is_told() -> None:
    held = [Pin(canonicalize_name("pypdf"), "7.0.0", "", ("0" * 64,))]
    assert lacking(["pypdf>=7.1,<8", "gradio>=6.31"], held) == ["pypdf<8,>=7.1", "gradio>=6.31"]


@every_lock
def test_a_lock_holds_exact_versions_with_hashes_and_nothing_else(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert all(pin.hashes for pin in parsed(text))
    assert "".join(f"{pin}\n" for pin in parsed(text)) == re.sub(r"(?m)^#.*\n", "", text)
    assert not re.search(r"://|file:|/opt|/tmp|/root|--(?:index|extra|find|trusted)", text)


@pytest.mark.parametrize(
    "line",
    [
        f"pypdf>=7.1 {HASH}",
        f"pypdf==7.* {HASH}",
        "pypdf==7.1.0",
        "pypdf==7.1.0 --hash=sha256:abc",
        "pypdf==7.1.0 --hash=md5:" + "0" * 32,
        f"pypdf==7.1.0 {HASH} --index-url=x",
        f"pypdf @ file:///pypdf.whl {HASH}",
    ],
)
def test_what_is_no_pin_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        parsed(line)


@pytest.mark.parametrize("torch", [TORCH_CPU, TORCH_CUDA], ids=lambda lock: lock.name)
def test_each_machine_gets_one_version_of_each(torch: Path) -> None:
    for where in environments():
        names = [pin.name for pin in pins(PROGRAM, EXTRAS, TEST, torch) if pin.is_for(where)]
        assert len(names) == len(set(names))
        assert {"torch", "openvino", "pypdf", "pytest"} <= set(names)
    assert len(environments()) == len(PYTHONS) * len(MACHINES)


def test_what_is_locked_needs_nothing_that_is_not() -> None:
    """Told by what is installed here, so for this Python and machine."""
    held = pins(PROGRAM, EXTRAS, TEST, TORCH_CPU)
    needed = list[str]()
    for pin in held:
        try:
            asked = [Requirement(one) for one in distribution(pin.name).requires or ()]
        except PackageNotFoundError:
            continue
        plain = [one for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})]
        needed += [str(one) for one in plain if not satisfies(held, one)]
    assert needed == []


def test_what_is_installed_is_what_is_locked() -> None:
    for pin in pins(PROGRAM, EXTRAS, TEST):
        try:
            assert distribution(pin.name).version == pin.version, pin.name
        except PackageNotFoundError:
            assert pin.name in {"audioop-lts", "reportlab"}  # of other Pythons; for making the sample's PDFs


def test_torch_comes_as_the_build_for_processors_where_there_is_one() -> None:
    (asked,) = (one for one in PROJECT["project"]["dependencies"] if one.startswith("torch"))
    linux, mac = pins_of(TORCH_CPU)
    (cuda,) = (pin for pin in pins_of(TORCH_CUDA) if pin.name == "torch")
    assert (linux.version, mac.version, cuda.version) == (f"{asked[7:]}+cpu", asked[7:], asked[7:])
    assert set(mac.hashes) < set(cuda.hashes)
    assert not set(linux.hashes) & set(cuda.hashes)
    assert (len(linux.hashes), len(mac.hashes)) == (len(PYTHONS) * 2, len(PYTHONS))
    assert not [pin.name for pin in pins(PROGRAM, EXTRAS, TEST) if TORCH.fullmatch(pin.name)]


def test_markers_that_hold_everywhere_are_left_out() -> None:
    (pin,) = parsed(f"pypdf==7.1.0 ; python_full_version < '3.14' {HASH}")
    assert plainer(pin) == [Pin(pin.name, "7.1.0", "", pin.hashes)]
    (windows,) = parsed(f"colorama==0.4.6 ; sys_platform == 'win32' {HASH}")
    assert plainer(windows) == []
    (mac,) = parsed(f"pypdf==7.1.0 ; sys_platform == 'darwin' {HASH}")
    assert plainer(mac) == [mac]


def test_make_installs_nothing_but_what_is_locked() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    installing = [line.strip() for line in lines if re.search(r"/pip (?!-audit)", line)]
    assert len(installing) >= 7
    ours = "$(BIN)/pip install -q --no-deps --no-build-isolation -e ."  # this project; built by the locked setuptools
    peers = "$(PEERS)/bin/pip install -q -r $<"  # what ours is compared with, in an environment of its own
    assert [line for line in installing if "/pip $(LOCKED) -r" not in line and line not in (ours, peers)] == []
    (locked,) = (line for line in lines if line.startswith("LOCKED"))
    assert {"--require-hashes", "--no-deps"} <= set(locked.split())


def test_no_version_is_below_what_is_known_to_be_needed() -> None:
    least = tomllib.loads((FOLDER / "least.toml").read_text(encoding="utf-8"))
    asked = {canonicalize_name(one.name): one for one in map(Requirement, PROJECT["project"]["dependencies"])}
    locked = {pin.name: pin.version for pin in pins(PROGRAM)}
    assert {"pypdf", "gradio", "transformers", "urllib3", "trafilatura", "lxml-html-clean", "faiss-cpu"} <= set(least)
    for name, version in least.items():
        below = max(Version(str(one.version)) for one in asked[name].specifier if one.operator in (">=", "=="))
        assert below >= Version(version), name
        assert Version(locked[name]) >= Version(version), name
        assert Version(distribution(name).version) >= Version(version), name
