"""Sources all of whose documents are for staff only, but for those that a catalogue or the desk opens by their ids."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from corpus.catalogue import Catalogue
from corpus.errors import SourceError
from corpus.sources.item import Item, Source


@dataclass(frozen=True, slots=True)
class InternalSource:
    """Another source, whose documents are internal by default, whatever else its catalogue says of all of them."""

    source: Source

    @property
    def address(self) -> str:
        """That of the other source."""
        return self.source.address

    @property
    def catalogue(self) -> Catalogue:
        """That of the other source, and `internal`. Raises CatalogueError."""
        told = self.source.catalogue
        return replace(told, defaults={**told.defaults, "internal": True})

    def items(self) -> Iterator[Item]:
        """Those of the other source. Raises SourceError."""
        return self.source.items()


def internal_among(addresses: Iterable[str], told: Iterable[str], foreseen: Iterable[str] = ()) -> frozenset[str]:
    """Those of some sources' addresses that are told to be internal, in whatever spelling. `foreseen` are sources that
    are not there yet and may be told, too.

    Raises SourceError where a part of a source is told, a folder around it, or what is no source: nobody may believe
    that something is hidden which is not.
    """
    found, named = set[str](), [(one, _place(one)) for one in told]
    unknown = dict(named)
    for address in (*addresses, *foreseen):
        for words, (host, path) in named:
            other_host, other = _place(address)
            if host == other_host and path == other:
                found.add(address)
                unknown.pop(words, None)
            elif host == other_host and (host or path.is_relative_to(other) or other.is_relative_to(path)):
                raise SourceError(
                    f"The settings call {words} internal, which is not the whole of the source {address}. Name the "
                    "source itself, or set `internal = true` for its documents in the catalogue or at the desk."
                )
    if unknown:
        raise SourceError(
            f"The settings call {min(unknown)} internal, which is no source. Write it as `assistant status` or the "
            "settings' `sources` have it, sync it together with the others, or leave it out."
        )
    return frozenset(found)


def _place(address: str) -> tuple[str, Path]:
    """(host, path) of a site, with or without encryption and "www."; ("", path) of a folder or file, links followed."""
    if "://" not in address:
        return "", Path(address).expanduser().resolve()
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise SourceError(f"{address} is no web address ({error}). Write it as https://www.example.org.") from None
    return (parts.netloc.rpartition("@")[2].lower().removeprefix("www."), Path(parts.path or "/"))
