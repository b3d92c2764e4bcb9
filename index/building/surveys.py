"""Before anything is read: each source compared with what is remembered of it, and sources that fail set aside."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.catalogue import EMPTY, Catalogue
from corpus.causes import Cause
from corpus.errors import CatalogueError, SourceError
from corpus.sources import Item, Source
from corpus.sources.internal import InternalSource
from index.library.store import Store
from index.library.stored import ItemState
from index.reports.report import Outcome, Progress

LOSS = 20
"""Items; when at least so many and more than half of a source are gone, a person must say that this is meant."""
STAYS = "{} was not looked at, since {}. The version read before stays."


@dataclass(frozen=True, slots=True)
class Told:
    """What became of an item, before it is known which of its documents repeat others."""

    outcome: Outcome
    reason: str = ""
    cause: Cause = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """A source compared with what is remembered of it, before anything is read."""

    source: Source
    corrections: Catalogue
    fingerprint: str
    """Of the corrections: digests of the defaults, and of each entry by that of its name, and whether there is a
    catalogue, as JSON. Not by the name: what everybody may see of a store tells nothing of internal documents.
    """
    known: dict[str, ItemState]
    unchanged: tuple[Item, ...]
    fresh: tuple[Item, ...]
    gone: tuple[str, ...]
    unseen: tuple[str, ...]
    """Items that cannot be listed now, such as those below a closed folder; what was read of them stays."""
    recorrected: frozenset[str] | None
    """Digests of ids, as the catalogue knows them, of documents of which it says something else than before; None: of
    any.
    """

    @property
    def quiet(self) -> bool:
        """Whether nothing has to be done."""
        return not (self.fresh or self.gone or self.recorrected is None or self.recorrected)

    @property
    def holds(self) -> int:
        """Number of items that the source holds now."""
        return len(self.unchanged) + len(self.fresh) + len(self.unseen)

    def remembered_outcomes(self) -> dict[str, Told]:
        """What is told of the items that did not change, by name."""
        seen = {
            item.name: Told("skipped", item.skipped) if item.skipped else _remembered(self.known[item.name])
            for item in self.unchanged
        }
        why = "its folder or export cannot be listed to its end"
        return seen | {name: _unseen(self.known[name], why) for name in self.unseen}


@dataclass(frozen=True, slots=True)
class Failed:
    """A source that could not be looked at. Everything that is remembered of it stays."""

    address: str
    error: SourceError | CatalogueError
    known: Mapping[str, ItemState]

    @property
    def holds(self) -> int:
        """Number of items that it held when it was last looked at."""
        return len(self.known)

    def remembered_outcomes(self) -> dict[str, Told]:
        """What is told of its items, by name."""
        return {name: _unseen(state, "its source failed") for name, state in self.known.items()}


@dataclass(frozen=True, slots=True)
class Unopened:
    """Stands in for a source that is known but cannot be opened now, such as a folder that was removed."""

    address: str
    error: SourceError

    @property
    def catalogue(self) -> Catalogue:
        """Raises SourceError: why it cannot be opened."""
        raise self.error

    def items(self) -> Iterator[Item]:
        """Raises SourceError: why it cannot be opened."""
        raise self.error


def reopened(address: str, opening: Callable[[str], Source]) -> Source:
    """The source at an address that is known, or a stand-in that says why it cannot be opened."""
    try:
        return opening(address)
    except SourceError as error:
        return Unopened(address, error)


def survey_all(
    sources: Sequence[Source],
    store: Store,
    progress: Progress,
    allow_empty: bool,
    to_read: Callable[[], None],
    catalogued: Collection[str] = (),
) -> tuple[list[Survey], list[Failed]]:
    """Compare sources with the store; those that fail are set aside, so that they do not stop the others. `to_read` is
    called as soon as something has to be read, once for each source.

    Raises SourceError or CatalogueError when all of them fail.
    """
    told, failed = list[Survey](), list[Failed]()
    for source in sources:
        try:
            told.append(survey(source, store, progress, allow_empty, to_read, catalogued))
        except (SourceError, CatalogueError) as error:
            failed.append(Failed(source.address, error, store.items(source.address)))
    if len(failed) == 1 and not told:
        raise failed[0].error
    if failed and not told:
        raise SourceError(" ".join([f"All {len(failed)} sources failed.", *(str(one.error) for one in failed)]))
    return told, failed


def survey(
    source: Source,
    store: Store,
    progress: Progress,
    allow_empty: bool,
    to_read: Callable[[], None],
    catalogued: Collection[str] = (),
) -> Survey:
    """Compare a source with the store; `catalogued` are the addresses of those that had a catalogue.

    Raises CatalogueError, and SourceError when the source cannot be listed or holds nothing readable, unless it is new
    to nobody's loss or `allow_empty`.
    """
    known = store.items(source.address)
    corrections = source.catalogue
    own = source.source.catalogue if isinstance(source, InternalSource) else corrections
    if own == EMPTY and source.address in catalogued and not allow_empty:
        raise CatalogueError(_without_catalogue(source))
    fingerprint = _fingerprint(corrections, own != EMPTY)
    unchanged, fresh, seen = list[Item](), list[Item](), set[str]()
    for item in source.items():
        seen.add(item.name)
        before = known.get(item.name)
        same = before is not None and (before.refusal == item.skipped if item.skipped else before.stamp == item.stamp)
        if not same and not fresh:
            to_read()
        (unchanged if same else fresh).append(item)
        progress("Looking", len(seen), 0, item.name)
    readable = any(not item.skipped for item in (*unchanged, *fresh))
    if not readable and not allow_empty:
        raise SourceError(_nothing_in(source, fresh, bool(known)))
    hidden = tuple(item.hides for item in (*unchanged, *fresh) if item.hides is not None)
    unseen = tuple(name for name in known if name not in seen and name.startswith(hidden))
    gone = tuple(name for name in known if name not in seen and name not in unseen)
    if len(gone) >= LOSS and 2 * len(gone) > len(known) and not allow_empty:
        raise SourceError(
            f"{source.address} no longer holds {len(gone)} of {len(known)} items, which looks like a mistake; "
            "all were kept. If they were removed on purpose, sync it with --allow-empty."
        )
    differing = _recorrected(store.sources().get(source.address, ""), fingerprint)
    return Survey(source, corrections, fingerprint, known, tuple(unchanged), tuple(fresh), gone, unseen, differing)


def digest_of(told: object) -> str:
    """What tells a name or an entry of a catalogue from others."""
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _fingerprint(corrections: Catalogue, had: bool) -> str:
    """What is remembered of corrections, and whether the source had a catalogue at all."""
    entries = {digest_of(name): digest_of(one) for name, one in corrections.documents.items()}
    return json.dumps([digest_of(corrections.defaults), entries, had])


def _recorrected(before: str, now: str) -> frozenset[str] | None:
    """Digests of the names whose entries differ; None where the defaults do, or where what was told before is of
    another form.
    """
    if before == now:
        return frozenset()
    if not before.startswith("["):
        return None
    (old_defaults, old, *_), (defaults, new, *_) = json.loads(before), json.loads(now)
    if old_defaults != defaults:
        return None
    return frozenset(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _remembered(state: ItemState) -> Told:
    return Told("skipped" if state.refusal else "unchanged", state.refusal or state.note, state.cause)


def _unseen(state: ItemState, why: str) -> Told:
    """Of an item that was never read, what is told is still why not."""
    if state.refusal:
        return _remembered(state)
    return Told("skipped", STAYS.format(state.name, why), "not looked at")


def _without_catalogue(source: Source) -> str:
    return (
        f"{source.address} had a catalogue at its last sync, which is missing or empty now; everything was kept as it "
        "was, since what it marked as internal would be open to all. Put the catalogue back. If it was given up on "
        "purpose, sync the source with --allow-empty."
    )


def _nothing_in(source: Source, items: Sequence[Item], known: bool) -> str:
    if known:
        return (
            f"{source.address} holds nothing that can be read, but held documents before; they were kept. "
            "If it was emptied on purpose, sync it with --allow-empty."
        )
    if items:
        return f"{source.address} holds nothing that can be read: {items[0].skipped}"
    return f"{source.address} is empty. Put posts (.html .md .txt) or statements (.pdf) there, or name another folder."
