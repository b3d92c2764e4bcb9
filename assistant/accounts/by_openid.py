"""Signing in at an OpenID Connect provider."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from assistant.accounts.openid_provider import Flow, OpenIdClient
from assistant.accounts.people import can_be_name
from assistant.accounts.sessions import Sessions
from assistant.accounts.signing_in import slowed
from assistant.accounts.slowing import Slowing, network_of
from assistant.accounts.users import Users
from corpus.errors import SignInRefused
from corpus.message import Message

OTHER_BROWSER = Message("This is not the browser in which signing in began, or it took too long. Begin again.")


@dataclass(frozen=True, slots=True)
class ByOpenId:
    """Lets in whom a provider confirms; safe to share between threads. Failures count with those of passwords."""

    client: OpenIdClient
    users: Users
    sessions: Sessions
    by_address: Slowing

    def way(self, key: str, back: str) -> str:
        """Where a browser that keeps a key is sent, to come back to an address here. Raises SignInRefused."""
        return self.client.address(_flow(key, back))

    def sign_in(self, key: str, back: str, told: Mapping[str, str], address: str) -> str:
        """The token of a new session, for who comes back with what the provider `told` the browser, which kept a key;
        `address` is where they come from.

        Raises SignInRefused; StorageError and DamagedDesk as the desk does.
        """
        flow = _flow(key, back)
        # It does not count: any page of the web can have a browser come here.
        if not key or not hmac.compare_digest(told.get("state", "").encode(), flow.state.encode()):
            raise SignInRefused(OTHER_BROWSER)
        network = network_of(address)
        if seconds := self.by_address.seconds_left(network):
            raise slowed(seconds)
        if not told.get("code"):
            raise SignInRefused(Message("The sign-in service did not let you in."))
        name = self._name_in(self.client.claims(flow, told["code"]))
        known = self.users.person_told(name)
        if not known.signed_in and not self.client.provider.role:
            unknown = Message("{name} may not sign in here. Ask whoever runs this program to add you.", {"name": name})
            raise SignInRefused(unknown)
        self.by_address.take_back(network)
        return self.sessions.begin_named(known.name or name)

    def _name_in(self, claims: Mapping[str, Any]) -> str:
        claim = self.client.provider.claim
        name = claims.get(claim)
        if not isinstance(name, str) or not can_be_name(name):
            told = Message("The sign-in service tells no {claim} that can be a name here.", {"claim": claim})
            raise SignInRefused(told)
        if claim == "email" and claims.get("email_verified") is not True:
            told = Message("The sign-in service does not know whether {name} is your address.", {"name": name})
            raise SignInRefused(told)
        return name


def new_key() -> str:
    """What a browser keeps from the beginning to the end of one attempt."""
    return secrets.token_urlsafe(32)


def _flow(key: str, back: str) -> Flow:
    """All that an attempt needs, from the one secret of its browser: nothing is kept here."""

    def part(name: str) -> str:
        return hmac.new(key.encode(), name.encode(), sha256).hexdigest()

    return Flow(part("state"), part("nonce"), part("verifier"), back)
