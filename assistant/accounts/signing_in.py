"""Signing in with a name and a password."""

import unicodedata
from dataclasses import dataclass, field
from functools import partial

from assistant.accounts.passwords import Passwords
from assistant.accounts.people import can_be_name, key_of
from assistant.accounts.sessions import Sessions
from assistant.accounts.slowing import BY_ADDRESS, BY_NAME, Slowing, network_of
from assistant.accounts.users import Users
from corpus.errors import SignInRefused, UserError
from corpus.message import Message, counted

WRONG = Message("The name or the password is not right.")


@dataclass(frozen=True, slots=True)
class SigningIn:
    """Lets people in; safe to share between threads. What failed before is forgotten with the process."""

    users: Users
    sessions: Sessions
    passwords: Passwords
    by_name: Slowing = field(default_factory=partial(Slowing, BY_NAME))
    by_address: Slowing = field(default_factory=partial(Slowing, BY_ADDRESS))

    def sign_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session. `address` is where the attempt comes from.

        Raises SignInRefused, in the same words and after the same work for an unknown name and a wrong password;
        StorageError and DamagedDesk as the desk does.
        """
        named = unicodedata.normalize("NFC", name.strip())
        key = key_of(named) if can_be_name(named) else ""  # what nobody is called is one key, however long it is
        network = network_of(address)
        if seconds := self.by_address.seconds_left(network):
            raise slowed(seconds)
        if seconds := self.by_name.seconds_left(key):
            self.by_address.take_back(network)
            raise slowed(seconds)
        try:
            kept = self.users.password_of(key)
            right = self.passwords.is_right(kept, password)
        except UserError:
            self.by_name.take_back(key)
            self.by_address.take_back(network)
            raise
        if kept is None or not right:
            raise SignInRefused(WRONG)
        self.by_name.forget(key)
        self.by_address.take_back(network)
        return self.sessions.begin(key, kept)


def slowed(seconds: int) -> SignInRefused:
    """What is said after too many failures, until so many seconds have gone by."""
    told = counted(
        "Too many attempts failed. Try again in {number} second.",
        "Too many attempts failed. Try again in {number} seconds.",
        seconds,
    )
    return SignInRefused(told, seconds)
