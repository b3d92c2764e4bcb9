"""The organisation's colours and logo: what can be read, and what is refused."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.settings import Settings, load_settings
from assistant.web.look import ACCENT, ACCENT_DARK, CONTRAST, DARK, LARGEST_LOGO, LIGHT, contrast, look_of
from assistant.web.templating import page_style
from corpus.errors import SettingsError

COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def accents(css: str) -> list[tuple[str, str]]:
    """(accent, what is written on it) of the light and the dark theme."""
    return re.findall(r"--accent: (#\w{6}); --on-accent: (#\w{6});", css)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("#ffffff", "#000000", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_the_recommendation(one: str, other: str, told: float) -> None:
    assert round(contrast(one, other), 2) == told == round(contrast(other, one), 2)


@given(COLOURS, COLOURS)
def test_a_colour_is_readable_or_one_is_named_that_is(light: str, dark: str) -> None:
    settings = Settings(accent=light, accent_dark=dark)
    for _ in range(3):
        try:
            css = look_of(settings).css
            break
        except SettingsError as error:
            name, said, named = re.findall(r"\[look\] (\w+) = (#\w+): .* (#\w+) would do", str(error))[0]
            assert said == getattr(settings, name)
            settings = replace(settings, **{name: named})
    for (accent, on), grounds in zip(accents(css), (LIGHT, DARK), strict=True):
        assert min(contrast(accent, ground) for ground in (*grounds, on)) >= CONTRAST


@given(COLOURS)
def test_a_dark_accent_is_made_of_a_light_one(light: str) -> None:
    try:
        css = look_of(Settings(accent=light)).css
    except SettingsError:
        return
    (_, (dark, on)) = accents(css)
    assert min(contrast(dark, ground) for ground in (*DARK, on)) >= CONTRAST


def test_without_settings_the_colours_are_those_of_the_style() -> None:
    style = str(page_style())
    assert [accent for accent, _ in accents(look_of(Settings()).css)] == [ACCENT, ACCENT_DARK]
    for name, colours in (("paper", (LIGHT[0], DARK[0])), ("card", (LIGHT[1], DARK[1])), ("shade", (LIGHT[2], DARK[2])),
                          ("note", (LIGHT[3], DARK[3])), ("accent", (ACCENT, ACCENT_DARK))):  # fmt: skip
        assert re.findall(rf"--{name}: (#\w+);", style)[:2] == list(colours)


def test_the_measured_contrast_is_told() -> None:
    with pytest.raises(
        SettingsError, match=r"\[look\] accent = #88aacc: its contrast on the light page is 2\.\d+ to 1"
    ):
        look_of(Settings(accent="#88aacc"))
    with pytest.raises(SettingsError, match=r"accent_dark = #222222: .* on the dark page is 1\.\d+ to 1"):
        look_of(Settings(accent_dark="#222222"))


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("logo.gif", b"GIF89a", r"a logo ends in \.png, \.jpg, \.jpeg, \.svg"),
        ("logo.png", b"<svg xmlns=''/>", "is no PNG picture"),
        ("logo.svg", PNG, "is no SVG picture"),
        ("logo.jpg", b"\xff\xd8\xff" + b"x" * LARGEST_LOGO, "is larger than 200 kB"),
    ],
)
def test_what_is_no_logo_is_refused(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SettingsError, match=told):
        look_of(Settings(logo=tmp_path / name))
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        look_of(Settings(logo=tmp_path / f"none{Path(name).suffix}" if name != "logo.gif" else tmp_path / "none.png"))


def test_the_look_is_read_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    file = tmp_path / "assistant.toml"
    file.write_text('[look]\naccent = "#7A1F3D"\nlogo = "logo.png"\ntitle = "Ask us"\nwelcome = "Anything."\n')
    look = look_of(load_settings(file))
    assert accents(look.css)[0] == ("#7A1F3D", "#ffffff")
    assert (look.title, look.welcome) == ("Ask us", "Anything.")
    assert look.logo is not None and (look.logo.media_type, look.logo.data) == ("image/png", PNG)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('accent = "red"', "accent must be a colour such as"),
        ('accent = "#12345"', "accent must be a colour such as"),
        ('accent_dark = "#84cbd8;} * {display:none"', "accent_dark must be a colour such as"),
        ("title = 3", "title must be a text of up to 100"),
        (f'welcome = "{"x" * 501}"', "welcome must be a text of up to 500"),
        ("logo = 1", "logo must be a text"),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path: Path, line: str, told: str) -> None:
    file = tmp_path / "assistant.toml"
    file.write_text(f"[look]\n{line}\n")
    with pytest.raises(SettingsError, match=told):
        load_settings(file)
