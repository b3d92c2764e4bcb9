"""One text in several languages is one work, by what pages, staff and the names of files tell."""

import json

from index.building.translations import Text, works


def text(name: str, language: str, url: str = "", alternates: tuple[str, ...] = (), translation_of: str = "") -> Text:
    return Text.told(name, language, url, json.dumps(alternates), translation_of)


def test_pages_tell_their_other_languages_and_one_telling_is_enough() -> None:
    french = text("b", "fr", url="https://example.org/fr/plan/")
    english = text("a", "en", url="https://example.org/plan/", alternates=("http://www.example.org/fr/plan",))
    german = text("c", "de", url="https://example.org/de/plan/", alternates=("https://example.org/fr/plan/",))
    alone = text("d", "en", url="https://example.org/other/", alternates=("https://example.org/fr/other/",))
    assert works([french, english, german, alone]) == {"a": "a", "b": "a", "c": "a"}


def test_staff_tell_a_translation() -> None:
    assert works([text("z.pdf", "en"), text("k.pdf", "fr", translation_of="z.pdf")]) == {
        "k.pdf": "k.pdf",
        "z.pdf": "k.pdf",
    }
    assert works([text("a", "en", translation_of="gone")]) == {}


def test_files_that_differ_in_the_code_of_their_language_are_one_work() -> None:
    named = [text("s/2021_plan_EN.pdf", "en"), text("s/2021_plan_FR.pdf", "fr"), text("s/2021_plan_DE.pdf", "de")]
    assert set(works(named)) == {one.id for one in named}


def test_a_code_in_a_name_counts_only_when_the_text_is_in_that_language() -> None:
    assert works([text("plan-en.pdf", "en"), text("plan-fr.pdf", "en")]) == {}
    assert works([text("en-route.pdf", "en"), text("de-route.pdf", "fr")]) == {}
    assert works([text("a/plan-en.pdf", "en"), text("b/plan-fr.pdf", "fr")]) == {}
    assert works([text("plan-en.pdf", "en"), text("other-fr.pdf", "fr")]) == {}


def test_two_files_of_one_name_and_language_are_not_taken_for_translations() -> None:
    assert works([text("plan-en.pdf", "en"), text("plan-en.html", "en"), text("plan-fr.pdf", "fr")]) == {}
