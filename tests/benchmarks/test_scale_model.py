"""What larger libraries take, told from measured ones."""

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scale_model import BUILD, CHECKING, DISK, MEMORY, QUESTION, Point, checked, form, larger, line

sizes = st.floats(1, 1e9)


def made(passages: int) -> Point:
    """A library that keeps to the model's forms exactly."""
    return Point(
        passages,
        {
            DISK: 5e6 + 2000.0 * passages,
            MEMORY: 1e8 + 40.0 * passages,
            CHECKING: 0.1 + 1e-5 * passages,
            QUESTION: 8 + 1e-5 * passages,
        },
    )


@given(sizes, sizes, st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_line_goes_through_its_points(one: float, more: float, fixed: float, each: float) -> None:
    law = line((one, fixed + each * one), (one + more, fixed + each * (one + more)))
    for at in (one, one + more):
        assert abs(law(at) - (fixed + each * at)) <= 1e-6 * max(1.0, fixed + each * (one + more))


def test_a_library_of_the_models_forms_is_told_rightly() -> None:
    rows = checked(made(10_000), made(100_000), made(1_000_000)).splitlines()[2:]
    assert len(rows) == 4
    assert all(row.rstrip(" |").endswith(("+0 %", "-0 %")) for row in rows)


def test_one_that_grows_faster_is_told_as_off() -> None:
    large = Point(1_000_000, {name: 2 * value for name, value in made(1_000_000).measured.items()})
    rows = checked(made(10_000), made(100_000), large).splitlines()[2:]
    assert all("-50 %" in row for row in rows)


def test_larger_sizes_need_hours_and_machines() -> None:
    rows = {row.split(" | ")[0].strip("| "): row for row in larger(made(100_000), made(1_000_000), 200).splitlines()}
    assert "| 13.9 | 139 | 1.39 k |" in rows[BUILD]  # 10^7 / 200 / 3600
    assert rows["machines that hold it"].endswith("| 1 | 1 | 2 |")  # 2 TB of 1.4, 40 GB of 45


def test_numbers_have_three_digits() -> None:
    assert [form(one) for one in (0.1234, 12.34, 1234, 5.4e9, 2.7e12)] == ["0.123", "12.3", "1.23 k", "5.4 G", "2.7 T"]
