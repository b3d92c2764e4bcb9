"""The abbreviations and other names that questions are read with: those that come along, and a file of staff's own.

A file may hold::

    defaults = true                     # false: none of the entries that come along
    remove = ["GOAL"]                   # entries that come along and have one of these names are left out
    entries = [
        { names = ["ALE", "adult learning and education"] },             # names of one thing
        { old = "Grundtvig", new = "Erasmus+ adult education" },         # a name that was given up
    ]

An entry that repeats a name in small letters of one that comes along takes its place. Acronyms may stand in several
entries: then a question is read with all of them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.errors import SettingsError
from corpus.parsing import parse_toml
from index.searching.vocabulary import Group, Vocabulary, is_acronym

DEFAULTS = Path(__file__).with_name("vocabulary.toml")
KEYS = ("defaults", "remove", "entries")
FORMS = '{ names = ["ABC", "a b c"] } or { old = "before", new = "after" }'


def read_vocabulary(own: Path | None) -> Vocabulary:
    """The entries that come along, changed as a file says where there is one.

    Raises SettingsError naming the entry that cannot be meant.
    """
    defaults = _groups(DEFAULTS, _told(DEFAULTS))
    if own is None:
        return Vocabulary(defaults)
    told = _told(own)
    groups = _groups(own, told)
    removed = _removed(own, told, defaults)
    phrases = {phrase for group in groups for phrase in _phrases(group)}
    kept = [group for group in defaults if group not in removed and not phrases & set(_phrases(group))]
    return Vocabulary([*groups, *(kept if _wanted(own, told) else [])])


def _told(file: Path) -> dict[str, Any]:
    try:
        told = parse_toml(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"The vocabulary file {file} does not exist. Check the path in the settings.") from None
    except OSError as error:
        raise SettingsError(f"The vocabulary file {file} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise SettingsError(f"{file} is no TOML: {error}. Mend the line.") from None
    unknown = told.keys() - set(KEYS)
    if unknown:
        raise SettingsError(f'{file}: there is no "{min(unknown)}"; there are {", ".join(KEYS)}.')
    return told


def _groups(file: Path, told: dict[str, Any]) -> list[Group]:
    entries = told.get("entries", [])
    if not isinstance(entries, list):
        raise SettingsError(f"{file}: entries must be a list of {FORMS}.")
    groups = [_group(f"{file}, entry {number}", entry) for number, entry in enumerate(entries, start=1)]
    seen: dict[str, int] = {}
    for number, group in enumerate(groups, start=1):
        for phrase in _phrases(group):
            if phrase in seen:
                raise SettingsError(
                    f'{file}: "{phrase}" stands in entry {seen[phrase]} and in entry {number}. Make one entry of both.'
                )
            seen[phrase] = number
    return groups


def _group(where: str, entry: object) -> Group:
    """One entry. Raises SettingsError when it is none of the two forms, or a name is empty or stands twice."""
    if not isinstance(entry, dict) or entry.keys() not in ({"names"}, {"old", "new"}):
        raise SettingsError(f"{where} must be {FORMS}.")
    renamed = "old" in entry
    names = [entry["old"], entry["new"]] if renamed else entry["names"]
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise SettingsError(f"{where}: names must be texts in quotes.")
    names = [" ".join(name.split()) for name in names]
    if not all(any(sign.isalnum() for sign in name) for name in names):
        raise SettingsError(f"{where} has an empty name. Write it, or remove its quotes.")
    if len(names) < 2:
        raise SettingsError(f"{where} has fewer than two names. Add the other name, or remove the entry.")
    if len({name if is_acronym(name) else name.casefold() for name in names}) < len(names):
        raise SettingsError(f"{where} has a name twice. Remove one.")
    return Group(tuple(names), renamed)


def _removed(file: Path, told: dict[str, Any], defaults: Sequence[Group]) -> list[Group]:
    """The entries that come along and that staff do without."""
    names = told.get("remove", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise SettingsError(f"{file}: remove must be a list of texts.")
    for name in names:
        if not any(name in group.names for group in defaults):
            raise SettingsError(f'{file}: remove names "{name}", which no entry that comes along has. Remove it there.')
    return [group for group in defaults if set(names) & set(group.names)]


def _wanted(file: Path, told: dict[str, Any]) -> bool:
    wanted = told.get("defaults", True)
    if not isinstance(wanted, bool):
        raise SettingsError(f"{file}: defaults must be true or false.")
    return wanted


def _phrases(group: Group) -> list[str]:
    return [name.casefold() for name in group.names if not is_acronym(name)]
