"""Passwords: what one must be, and the only place that calls argon2."""

import secrets
import unicodedata
from threading import BoundedSemaphore
from typing import Final, Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

from corpus.errors import AccountError, DamagedDesk, SignInRefused
from corpus.message import Message

SHORTEST, LONGEST = 12, 1000
"""Characters. Length is the only rule, as NIST SP 800-63B-4 advises."""
AT_ONCE = 2
"""Passwords that are checked at the same time; each takes 64 MiB (RFC 9106, second recommended option)."""
PATIENCE = 5.0
"""Seconds that one waits for its turn."""


class Hasher(Protocol):
    """What argon2's PasswordHasher does."""

    def hash(self, password: bytes, /) -> str:
        """A hash with its salt and its cost."""

    def verify(self, kept: str, password: bytes, /) -> object:
        """Raises VerifyMismatchError, and other VerificationErrors for what is no hash."""


STANDARD: Final[Hasher] = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
"""Argon2id at a cost that is named here: an update of its library must not make old hashes quicker to try than new."""


def checked_password(told: str) -> str:
    """A password that may be kept. Raises AccountError."""
    password = unicodedata.normalize("NFC", told)
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountError(
            f"A password has {SHORTEST} to {LONGEST:,} characters; this one has {len(password):,}. "
            "Four or five words in a row are easy to remember."
        )
    return password


class Passwords:
    """Makes and checks hashes, few at once; safe to share between threads."""

    def __init__(self, hasher: Hasher = STANDARD) -> None:
        self._hasher: Final = hasher
        self._turns = BoundedSemaphore(AT_ONCE)
        self._nobody: Final = self.hashed(secrets.token_urlsafe(32))

    def hashed(self, password: str) -> str:
        """The hash to keep."""
        return self._hasher.hash(_as_bytes(password))

    def is_right(self, kept: str | None, password: str) -> bool:
        """Whether a password is the one of a hash. Without a hash (nobody has that name) it never is, which takes as
        long as any other wrong one. Raises SignInRefused when too many wait, DamagedDesk for what is no hash.
        """
        if not self._turns.acquire(timeout=PATIENCE):
            raise SignInRefused(
                Message("Too many people are signing in at this moment. Try again."), seconds=round(PATIENCE)
            )
        try:
            self._hasher.verify(self._nobody if kept is None else kept, _as_bytes(password))
        except VerifyMismatchError:
            return False
        except (VerificationError, InvalidHashError):
            raise DamagedDesk(
                "A kept password is damaged. Give its owner a new one with `assistant user password NAME`."
            ) from None
        finally:
            self._turns.release()
        return kept is not None


def _as_bytes(password: str) -> bytes:
    """The bytes that are hashed: the same for an é that is one character and one that is two."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
