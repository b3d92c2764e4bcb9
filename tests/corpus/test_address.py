import pytest

from corpus.address import place_of


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/2021/plan",
        "https://www.example.org/2021/plan/",
        "HTTPS://WWW.Example.org:443//2021//plan/#part",
        "https://example.org/2021/plan/index.html?utm_source=mail&fbclid=1",
        " https://example.org/2021/pl%61n ",
    ],
)
def test_addresses_of_one_place_have_one_key(address: str) -> None:
    assert place_of(address) == "example.org/2021/plan"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/?p=1", "https://example.org/?p=2"),
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/a", "https://fr.example.org/a"),
        ("https://example.org/a", "https://example.org:8080/a"),
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=2&c=1"),
    ],
)
def test_other_places_have_other_keys(one: str, other: str) -> None:
    assert place_of(one) != place_of(other)


def test_the_order_of_parameters_does_not_matter() -> None:
    assert place_of("https://example.org/a?c=2&b=1") == place_of("https://example.org/a?b=1&c=2")


@pytest.mark.parametrize(
    "address", ["", "a.html", "mailto:a@example.org", "javascript:1", "http://", "http://[", "http://a:b"]
)
def test_what_is_no_web_address_has_no_key(address: str) -> None:
    assert place_of(address) == ""


def test_half_of_a_character_is_told_as_a_question_mark() -> None:
    assert place_of("https://eaea.example/a?b=\ud800") == "eaea.example/a?b=%3F"
