"""Quick hashes, a clock that is set by hand, and people who are there."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from argon2 import PasswordHasher

from assistant.accounts.passwords import Passwords
from assistant.accounts.people import Role
from assistant.accounts.sessions import Sessions
from assistant.accounts.signing_in import SigningIn
from assistant.accounts.slowing import BY_ADDRESS, BY_NAME, Slowing
from assistant.accounts.users import Users
from assistant.desk_file import DeskFile

DAY = date(2026, 11, 25)
WORDS = "correct horse battery"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Clock:
    """Seconds that pass only when they are told to."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Counting:
    """Argon2 at its lowest cost, with every hash that a password was held against."""

    verified: list[str] = field(default_factory=list)

    def hash(self, password: bytes, /) -> str:
        return QUICK.hash(password)

    def verify(self, kept: str, password: bytes, /) -> object:
        self.verified.append(kept)
        return QUICK.verify(kept, password)


@dataclass
class Door:
    """A desk with its people, and what lets them in."""

    desk: DeskFile
    clock: Clock
    hasher: Counting
    passwords: Passwords
    users: Users
    sessions: Sessions
    accounts: SigningIn

    def add(self, name: str, role: Role = "staff", password: str = WORDS) -> str:
        self.users.add(name, role, self.passwords.hashed(password), DAY)
        return name

    def enter(self, name: str, password: str = WORDS, address: str = "192.0.2.1") -> str:
        return self.accounts.sign_in(name, password, address)


def door_of(library: Path) -> Door:
    """A door over a folder that holds an index."""
    desk, clock, hasher = DeskFile(library), Clock(), Counting()
    passwords, users, sessions = Passwords(hasher), Users(desk), Sessions(desk, clock)
    accounts = SigningIn(users, sessions, passwords, Slowing(BY_NAME, clock), Slowing(BY_ADDRESS, clock))
    return Door(desk, clock, hasher, passwords, users, sessions, accounts)
