"""What is locked may be used by a program under the MIT licence, and docs/licences.md says under which terms."""

from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.utils import canonicalize_name

from requirements.licences import LOCKS, NVIDIA, allowed, licence_of, listed
from requirements.pins import PROGRAM, TORCH_CUDA, pins_of


@pytest.mark.parametrize(
    ("expression", "fine"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("", False),
        ("BSD", False),
        ("UNKNOWN", False),
        ("MIT AND GPL-3.0-only", False),
        ("MIT OR GPL-3.0-only", True),
        ("MPL-2.0 AND (Apache-2.0 OR GPL-2.0-only)", True),
        ("(MIT OR ISC) AND GPL-2.0-only", False),
        ("GPL-2.0-only OR MIT AND AGPL-3.0-only", False),
        ("Apache-2.0 WITH LLVM-exception AND BSL-1.0", True),
        ("(MIT", False),
        ("MIT MIT", False),
        (NVIDIA, False),
    ],
)
def test_a_licence_is_kept_to_where_all_its_parts_are(expression: str, fine: bool) -> None:
    assert allowed(expression) is fine


def test_each_locked_distribution_has_a_row_with_a_licence_that_goes_together_with_ours() -> None:
    rows = {(name, version): (licence, locks) for name, version, licence, locks in listed()}
    pins = [(lock, pin) for lock in LOCKS for pin in pins_of(lock)]
    assert rows.keys() == {(pin.name, pin.version) for _, pin in pins}
    for lock, pin in pins:
        licence, locks = rows[pin.name, pin.version]
        assert lock.name in locks
        assert allowed(licence) or (licence == NVIDIA and lock == TORCH_CUDA), pin.name


def test_the_rows_say_what_the_packages_say() -> None:
    told = {name: licence for name, _, licence, _ in listed()}
    looked = 0
    for pin in pins_of(PROGRAM):
        try:
            assert licence_of(pin.name, distribution(pin.name)) == told[pin.name]
        except PackageNotFoundError:
            continue
        looked += 1
    assert looked > 80


def test_a_licence_that_nothing_tells_is_unknown() -> None:
    assert licence_of(canonicalize_name("no-such-package"), None) == ""
