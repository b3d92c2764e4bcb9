"""A folder in which some documents are for staff only, one for each way in which one could show through."""

import re
from pathlib import Path

from tests.conftest import post, write_files

SAME = (
    "Municipalities should give rooms to learners in the evening, and pay for light and heating. Schools stand empty "
    "after four, while courses wait for months. A room costs little, and a course without a room is none at all."
)
"""What an internal document said first, and a public one too."""

PUBLIC = {
    "accounts.txt": post("Accounts", "EAEA supports individual learning accounts for every adult.", day="01.02.2022"),
    "old-fees.txt": post("Fees in evening classes", "EAEA believes that fees for evening classes should be low.",
                         day="05.05.2015"),
    "rooms.txt": post("Rooms", SAME, day="03.04.2020"),
    "charter-en.txt": post("Charter of learners", "Every learner should be heard before a course is changed.",
                           day="06.07.2019"),
}  # fmt: skip
INTERNAL = {
    "a-zanzibar-rooms.txt": post("Zanzibar rooms", SAME, day="01.04.2020"),
    "zanzibar-fees.txt": post(
        "Zanzibar fees", "EAEA believes that fees for evening classes should be doubled in Quokkaland.",
        day="08.08.2023"),
    "charter-fi.txt": post("Zanzibar peruskirja", "Jokaista oppijaa on kuultava ennen kuin kurssia muutetaan Quokkala.",
                           day="06.07.2019"),
    "zanzibar-budget.txt": post(
        "Zanzibar budget", "EAEA should spend its marmalade reserve on the quokka campaign of the board.",
        "EAEA supports individual learning accounts only as a bluff against Quokkaland.", day="09.09.1987"),
}  # fmt: skip
CATALOGUE = """
[documents."old-fees.txt"]
status = "superseded"
superseded_by = "zanzibar-fees.txt"

[documents."accounts.txt"]
topics = ["learning accounts"]
"""
HIDDEN = """
[documents."a-zanzibar-rooms.txt"]
internal = true

[documents."zanzibar-fees.txt"]
internal = true

[documents."charter-fi.txt"]
internal = true
translation_of = "charter-en.txt"
language = "fi"

[documents."zanzibar-budget.txt"]
internal = true
kind = "consultation reply"
topics = ["quokkanomics"]
speaker = "Quokka Committee"
status = "historic"
notice = "Quokka notice: for the board."
"""
SECRETS = ("zanzibar", "quokka", "charter-fi", "peruskirja", "1987", "finnish", "consultation reply", "historic")
"""Words in small letters that stand in internal documents, or in what is known of them, alone."""
_YEAR = re.compile(r"(?<!\w)(?<!\d\.)1987(?!\w)|\d\.\d?\d\.1987(?!\w)")
"""The year by itself or in a date. Random numbers of Gradio's, digests and times hold its digits now and then."""


def secrets_in(told: str) -> list[str]:
    """The secrets that stand in a text in small letters."""
    return [one for one in SECRETS if one in told and (one != "1987" or _YEAR.search(told))]


def with_internal(folder: Path) -> Path:
    """Write the folder with its internal documents; the folder."""
    return write_files(folder, {**PUBLIC, **INTERNAL, "catalogue.toml": CATALOGUE + HIDDEN})


def without_internal(folder: Path) -> Path:
    """Write the folder as everybody may know it; the folder."""
    known = CATALOGUE.replace('superseded_by = "zanzibar-fees.txt"\n', "")
    return write_files(folder, {**PUBLIC, "catalogue.toml": known})
