"""People whom a web server in front of this one has signed in, and names in a header."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Literal

from assistant.accounts.people import ANONYMOUS, Person, Role, can_be_name
from assistant.accounts.users import Users
from corpus.errors import SignInRefused


@dataclass(frozen=True, slots=True)
class ByHeader:
    """Believes a header of the web servers at some addresses (and networks), and of nobody else.

    `role` is that of people who are named and were not added here; "" lets none of them in.
    """

    header: str
    trusted: tuple[str, ...]
    users: Users
    role: Role | Literal[""] = ""

    def person(self, peer: str, named: Sequence[str]) -> Person:
        """Who is signed in, by the address of the machine that sent the request itself, and every value of the header;
        ANONYMOUS where it is not believed or does not name one person; where it may name two the log says so. Raises
        StorageError and DamagedDesk.
        """
        if len(named) != 1 or not self._trusts(peer) or not can_be_name(named[0]):
            return ANONYMOUS
        try:
            known = self.users.person_told(named[0])
        except SignInRefused as error:
            logging.getLogger(__name__).warning("%s", error)
            return ANONYMOUS
        return known if known.signed_in or not self.role else Person(named[0], self.role)

    def _trusts(self, peer: str) -> bool:
        try:
            told = ip_address(peer)
        except ValueError:
            return False
        address = told.ipv4_mapped or told if isinstance(told, IPv6Address) else told
        return any(address in ip_network(one) for one in self.trusted)
