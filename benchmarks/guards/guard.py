"""One guard: where it stands in the code, and the test that fails without it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """`code` stands exactly once in `file`; with `instead` in its place `test` must fail, which passes as things are.

    `keeps` says in a line what the guard keeps from happening. `test` is pytest's name of one test, or several names.
    """

    promise: str
    keeps: str
    file: str
    code: str
    instead: str
    test: str
