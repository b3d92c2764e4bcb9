"""People and their names."""

import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, get_args

from corpus.errors import AccountError
from corpus.message import noted

Role = Literal["member", "staff"]
Access = Literal["open", "members", "staff"]
"""Who may use the pages at all."""
ACCESSES: Final[tuple[Access, ...]] = get_args(Access)
ROLES: Final[tuple[Role, ...]] = (noted("member"), noted("staff"))
LONGEST_NAME = 64
"""Characters."""
SIGNS = frozenset("._-@")


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, and as what; `role` is "" where nobody is signed in."""

    name: str
    role: Role | Literal[""]

    @property
    def signed_in(self) -> bool:
        """Whether this is a person whom staff added."""
        return bool(self.role)

    @property
    def is_staff(self) -> bool:
        """Whether this person may see and do what is for staff alone."""
        return self.role == "staff"

    def may_enter(self, access: Access) -> bool:
        """Whether this person may use pages that are open to so many."""
        return access == "open" or self.is_staff or (access == "members" and self.signed_in)


ANONYMOUS = Person("", "")


def checked_name(told: str) -> str:
    """A name as it is kept and shown. Raises AccountError for one that cannot be meant."""
    name = unicodedata.normalize("NFC", told.strip())
    if not can_be_name(name):
        raise AccountError(
            f"A name has 1 to {LONGEST_NAME} letters or digits, . _ - and @, without spaces. Choose another one."
        )
    return name


def can_be_name(name: str) -> bool:
    """Whether somebody may be called so. Marks (Unicode's M) are parts of letters in many alphabets."""
    return 0 < len(name) <= LONGEST_NAME and all(
        sign in SIGNS or unicodedata.category(sign) == "Nd" or unicodedata.category(sign)[0] in "LM" for sign in name
    )


def key_of(name: str) -> str:
    """What two spellings of one name have in common (Unicode's canonical caseless matching, composed)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name.strip()).casefold())


def is_clear(name: str) -> bool:
    """Whether only capitals are left out where a name is compared. Of others some letter counts as another one: ſ as s,
    ß as ss, ς as σ, the sign of the kelvin as k.
    """
    plain = unicodedata.normalize("NFC", name.lower())
    folded = key_of(unicodedata.normalize("NFKC", name))
    return plain == folded and all(unicodedata.normalize("NFC", sign) == sign for sign in name)
