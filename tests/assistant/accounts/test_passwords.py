"""Passwords and their hashes."""

from threading import Barrier, Thread

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.accounts import passwords
from assistant.accounts.passwords import AT_ONCE, Passwords, checked_password
from corpus.errors import AccountError, DamagedDesk, SignInRefused
from tests.assistant.accounts.given import QUICK, WORDS, Counting


@pytest.mark.parametrize("told", ["", "x" * 11, "x" * 1001, "e\u0301" * 11])
def test_a_password_has_a_length_and_no_other_rule(told: str) -> None:
    with pytest.raises(AccountError, match="A password has 12 to 1,000 characters"):
        checked_password(told)
    for good in ("x" * 12, " " * 12, "x" * 1000, "ééééééééé ok", "🙂" * 12):
        assert checked_password(good) == good


def test_what_is_kept_is_argon2id_at_the_cost_of_rfc_9106_with_a_salt() -> None:
    made = Passwords()
    first, second = made.hashed(WORDS), made.hashed(WORDS)
    assert extract_parameters(first) == RFC_9106_LOW_MEMORY
    assert first != second and made.is_right(first, WORDS) and made.is_right(second, WORDS)


QUICKLY = Passwords(QUICK)


@settings(max_examples=50)
@given(st.text(max_size=40), st.text(max_size=40))
def test_only_the_same_characters_are_right(kept: str, tried: str) -> None:
    assert QUICKLY.is_right(QUICKLY.hashed(kept), kept)
    if QUICKLY.is_right(QUICKLY.hashed(kept), tried):
        assert checked_password(kept + " " * 12) == checked_password(tried + " " * 12)


def test_composed_and_decomposed_letters_are_the_same_password() -> None:
    assert QUICKLY.is_right(QUICKLY.hashed("caf\u00e9 caf\u00e9"), "cafe\u0301 cafe\u0301")
    assert not QUICKLY.is_right(QUICKLY.hashed("caf\u00e9 caf\u00e9"), "cafe cafe")


def test_without_a_hash_no_password_is_right_and_one_is_looked_at_all_the_same() -> None:
    hasher = Counting()
    made = Passwords(hasher)
    assert not made.is_right(None, WORDS)
    assert len(hasher.verified) == 1 and hasher.verified[0].startswith("$argon2id$")


@pytest.mark.parametrize("kept", ["", "x", "$argon2id$v=19$m=8,t=1,p=1$AAAA", "$2b$12$abcdefghijklmnopqrstuv"])
def test_what_is_no_hash_is_damage(kept: str) -> None:
    with pytest.raises(DamagedDesk, match="assistant user password NAME"):
        QUICKLY.is_right(kept, WORDS)
    assert QUICKLY.is_right(QUICKLY.hashed(WORDS), WORDS)


def test_few_are_checked_at_once_and_who_waits_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.0)
    inside, done = Barrier(AT_ONCE + 1), Barrier(AT_ONCE + 1)

    class Waiting(Counting):
        def verify(self, kept: str, password: bytes, /) -> object:
            inside.wait()
            done.wait()
            return super().verify(kept, password)

    made = Passwords(Waiting())
    kept = made.hashed(WORDS)
    threads = [Thread(target=made.is_right, args=(kept, WORDS)) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    inside.wait()
    with pytest.raises(SignInRefused, match="Too many people are signing in"):
        made.is_right(kept, WORDS)
    done.wait()
    for thread in threads:
        thread.join()
