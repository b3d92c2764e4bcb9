"""Puts a backup back: into an empty place by one rename, or over a library that may be in use.

Over a library the desk comes first, in one transaction of SQLite, so that a running server and its journal are never
confused; what follows are renames, which need no room. What is replaced is kept in `DIR/replaced-...`.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.backup.manifest import INDEX, SETTINGS, Manifest
from assistant.backup.reading import unpack
from assistant.backup.snapshots import copy_of, file_problem, put_into
from assistant.desk_file import FILE as DESK
from assistant.desk_file import desk_errors
from assistant.evaluation.kept_answers import FILE as ANSWERS
from corpus.errors import BackupError, DamagedDesk, DamagedLibrary, OtherVersion, StorageError
from corpus.web.mirror import MIRROR
from index.library.generation import MANIFEST, POINTER, disk_errors, open_folder, pointed_at, publish, rebuilding
from index.reports.archive import FOLDER as REPORTS

MOVED = (REPORTS, SETTINGS, ANSWERS)
"""What is replaced by a rename."""
ROOM = 1.2
"""Times the size of a backup that must be free: what is replaced is kept, and SQLite needs a journal."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. `kept` is where that lies which was replaced, None where there was nothing; `generation` is
    the one that is served now, "" where the backup has no index that can be used.
    """

    manifest: Manifest
    library: Path
    kept: Path | None
    generation: str
    notes: tuple[str, ...]


def restore(archive: Path, library: Path, *, replace: bool = False) -> Restored:
    """Put a backup into a folder that is empty or not there, or with `replace` over what is there.

    Raises BackupError, StorageError, LibraryBusy; everything is then as it was.
    """
    held = library.is_dir() and any(path.name != "lock" for path in library.iterdir())
    if held and not replace:
        raise BackupError(
            f"{library} is not empty. Name another folder with --index, or put the backup over it with --replace; "
            "what is replaced is kept there."
        )
    with disk_errors(library):
        library.parent.mkdir(parents=True, exist_ok=True)
        return _over(archive, library) if held else _anew(archive, library)


def _anew(archive: Path, library: Path) -> Restored:
    """The library is made beside its place, and takes it whole."""
    made = Path(tempfile.mkdtemp(prefix=f".{library.name}.", dir=library.parent))
    try:
        with rebuilding(made) as staging:
            manifest = _checked(archive, staging)
            for name in (DESK, MIRROR, *MOVED):
                if (staging / name).exists():
                    (staging / name).rename(made / name)
            generation, notes = _index(made, staging)
        (made / "lock").unlink()
        (library / "lock").unlink(missing_ok=True)
        made.chmod(0o750)
        made.rename(library)
    except FileExistsError:
        raise BackupError(f"Somebody made {library} meanwhile. Look what it holds, and try again.") from None
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return Restored(manifest, library, None, generation, notes)


def _over(archive: Path, library: Path) -> Restored:
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    with rebuilding(library) as staging:
        manifest = _checked(archive, staging)
        with _kept_aside(library, now) as kept:
            _replace_desk(library, staging, kept)
            for name in MOVED:
                if (staging / name).exists():
                    if (library / name).exists():
                        (library / name).rename(kept / name)
                    (staging / name).rename(library / name)
            if (staging / MIRROR).exists():
                for old in library.glob(f"{MIRROR}*"):  # a cache, with its journal
                    old.unlink()
                (staging / MIRROR).rename(library / MIRROR)
            generation, notes = _index(library, staging)
    return Restored(manifest, library, kept if kept.exists() else None, generation, notes)


@contextmanager
def _kept_aside(library: Path, name: str) -> Iterator[Path]:
    """A folder for what is replaced; gone where nothing came into it."""
    folder = Path(tempfile.mkdtemp(prefix=f"replaced-{name}-", dir=library))
    try:
        yield folder
    finally:
        if not any(folder.iterdir()):
            folder.rmdir()


def _checked(archive: Path, staging: Path) -> Manifest:
    """The files of a backup, unpacked; with a desk that is whole."""

    def fits(manifest: Manifest) -> None:
        free = shutil.disk_usage(staging).free
        if manifest.size * ROOM > free:
            raise StorageError(
                f"{archive} says to hold {manifest.size / 1e6:,.0f} MB, and {staging.parent} has room for "
                f"{free / 1e6:,.0f} MB. Free some space; nothing was restored."
            )

    manifest = unpack(archive, staging, fits)
    for name in (DESK, MIRROR):
        if (staging / name).exists() and (problem := file_problem(staging / name)):
            raise BackupError(f"{archive}: {name} in it cannot be used: {problem}. Nothing was restored.")
    return manifest


def _replace_desk(library: Path, staging: Path, kept: Path) -> None:
    """Keep the desk and write the new one into it; one that is damaged is moved away, since it cannot be written to."""
    new, path = staging / DESK, library / DESK
    if not new.exists():
        return
    if path.exists():
        try:
            with desk_errors(path):
                copy_of(path, kept / DESK)
                put_into(new, path)
        except DamagedDesk:
            path.replace(kept / DESK)
        except BaseException:
            (kept / DESK).unlink(missing_ok=True)  # nothing was replaced
            raise
    if not path.exists():
        new.rename(path)


def _index(library: Path, staging: Path) -> tuple[str, tuple[str, ...]]:
    """Publish the index of a backup; the one that was current stays as the one to fall back to."""
    folder = staging / INDEX
    if not folder.exists():
        return "", ()
    try:
        contents = open_folder(folder).contents
    except (OtherVersion, DamagedLibrary):
        return "", ("The index in it is of another version of this software, so it is left out.",)
    (folder / MANIFEST).unlink()  # it is sealed anew, under the next number
    before = pointed_at(library) if (library / POINTER).exists() else ""
    return publish(library, folder, contents, before), ()
