"""How long somebody waits after failed attempts."""

from threading import Barrier, Thread

import pytest

from assistant.accounts import slowing
from assistant.accounts.slowing import BY_ADDRESS, BY_NAME, FORGOTTEN_AFTER, Pace, Slowing, network_of
from tests.assistant.accounts.given import Clock

PACE = Pace(2, 8.0)


def test_the_wait_doubles_and_has_an_end() -> None:
    assert [PACE.wait(failures) for failures in range(8)] == [0, 0, 1, 2, 4, 8, 8, 8]
    assert BY_NAME.wait(10_000) == 60 and BY_ADDRESS.wait(10_000) == 900


def test_who_asks_too_early_is_told_how_long_and_nothing_is_added() -> None:
    clock = Clock()
    made = Slowing(PACE, clock)
    assert [made.seconds_left("a") for _ in range(5)] == [0, 0, 1, 1, 1]
    assert made.seconds_left("b") == 0
    clock.now += 0.4
    assert made.seconds_left("a") == 1
    clock.now += 0.6
    assert [made.seconds_left("a"), made.seconds_left("a")] == [0, 2]


def test_what_is_taken_back_does_not_count_and_what_is_forgotten_never_did() -> None:
    made = Slowing(PACE, Clock())
    for _ in range(20):
        assert made.seconds_left("a") == 0
        made.take_back("a")
    made.take_back("nobody")
    assert [made.seconds_left("a") for _ in range(3)] == [0, 0, 1]
    made.forget("a")
    assert made.seconds_left("a") == 0


def test_after_an_hour_of_quiet_failures_are_forgotten() -> None:
    clock = Clock()
    made = Slowing(PACE, clock)
    for _ in range(3):
        made.seconds_left("a")
    clock.now += FORGOTTEN_AFTER + 1
    assert [made.seconds_left("a") for _ in range(3)] == [0, 0, 1]


def test_nobody_is_remembered_who_was_quiet_for_an_hour() -> None:
    clock = Clock()
    made = Slowing(PACE, clock)
    for number in range(50):
        made.seconds_left(f"192.0.2.{number}")
    clock.now += FORGOTTEN_AFTER + 1
    made.seconds_left("198.51.100.1")
    assert list(made._tries) == ["198.51.100.1"]


def test_the_ones_that_were_quiet_longest_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slowing, "HELD", 3)
    made = Slowing(Pace(1, 8.0), Clock())
    for key in ("a", "b", "c"):
        made.seconds_left(key)
    assert made.seconds_left("a") == 1
    made.seconds_left("d")
    assert [made.seconds_left(key) for key in ("a", "c", "d")] == [1, 1, 1]
    assert made.seconds_left("b") == 0


def test_many_at_the_same_time_are_no_way_around() -> None:
    made, together, told = Slowing(BY_NAME, Clock()), Barrier(16), list[int]()

    def work() -> None:
        together.wait()
        told.append(made.seconds_left("a"))

    threads = [Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [0] * 5 + [1] * 11


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"), ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"), ("", ""), ("testclient", "testclient"),
    ],
)  # fmt: skip
def test_an_ipv6_network_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network
