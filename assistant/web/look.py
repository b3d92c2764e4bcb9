"""The organisation's look: its colours, checked for contrast, and its logo."""

from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from corpus.errors import SettingsError

CONTRAST = 4.5
"""What text needs against what is behind it (WCAG 2.2, 1.4.3)."""
LIGHT, DARK = ("#fbfaf8", "#ffffff", "#f1eee8", "#f3ecdc"), ("#14191e", "#1a2026", "#20272e", "#2a2820")
"""What links stand on, as style.css has it: --paper, --card, --shade and --note."""
ACCENT, ACCENT_DARK = "#0b5563", "#84cbd8"
ON_ACCENT = ("#ffffff", "#0d2227")
"""What can be written on the accent."""
LARGEST_LOGO = 200_000
"""Bytes."""
LOGOS = {
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".svg": ("image/svg+xml", (b"<svg", b"<?xml", b"<!--")),
}
"""What a logo may be, by the ending of its name: its media type, and how it begins."""
STEPS = 50


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as it is served."""

    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """What the pages look like. `css` goes over style.css; `title` and `welcome` are the organisation's own words, ""
    where the page has its own.
    """

    css: str
    title: str = ""
    welcome: str = ""
    logo: Logo | None = None


def look_of(settings: Settings) -> Look:
    """The look that is set. Raises SettingsError where a colour cannot be read, or a logo cannot be shown."""
    light = settings.accent or ACCENT
    dark = settings.accent_dark or (_readable(light, DARK) if settings.accent else ACCENT_DARK)
    _check("accent", light, LIGHT)
    _check("accent_dark", dark, DARK)
    logo = _logo(settings.logo) if settings.logo else None
    css = f":root {{ {_colours(light)} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {_colours(dark)} }} }}\n"
    if logo:
        css += (
            ".pages { padding-top: 3.2rem; background: url(/page/logo) 0 0 / auto 2.6rem no-repeat; }\n"
            "@media print { .pages { background: none; } }\n"
        )
    return Look(css, settings.title, settings.welcome, logo)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours such as "#0b5563", 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _colours(accent: str) -> str:
    return f"--accent: {accent}; --on-accent: {_on(accent)};"


def _on(accent: str) -> str:
    return max(ON_ACCENT, key=lambda text: contrast(accent, text))


def _least(accent: str, grounds: tuple[str, ...]) -> float:
    """The lowest contrast of an accent as text on grounds, and of the text on it."""
    return min(*(contrast(accent, ground) for ground in grounds), contrast(accent, _on(accent)))


def _check(name: str, accent: str, grounds: tuple[str, ...]) -> None:
    found = _least(accent, grounds)
    if found < CONTRAST:
        theme = "light" if grounds is LIGHT else "dark"
        # Cut, not rounded: 4.496 is not 4.5.
        raise SettingsError(
            f"[look] {name} = {accent}: its contrast on the {theme} page is {int(found * 100) / 100} to 1, and text "
            f"needs {CONTRAST}. {_readable(accent, grounds)} would do."
        )


def _readable(accent: str, grounds: tuple[str, ...]) -> str:
    """The nearest colour towards black or white that can be read on grounds."""
    towards = "#000000" if grounds is LIGHT else "#ffffff"
    mixed = (_mixed(accent, towards, step / STEPS) for step in range(STEPS + 1))
    return next(colour for colour in mixed if _least(colour, grounds) >= CONTRAST)


def _mixed(one: str, other: str, share: float) -> str:
    parts = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(first + (second - first) * share):02x}" for first, second in parts)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2), 0 to 1."""
    parts = [part / 255 for part in _channels(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _logo(path: Path) -> Logo:
    if path.suffix.lower() not in LOGOS:
        raise SettingsError(f"[look] logo = {path}: a logo ends in {', '.join(LOGOS)}.")
    media_type, beginnings = LOGOS[path.suffix.lower()]
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_LOGO + 1)
    except OSError as error:
        raise SettingsError(f"[look] logo = {path} cannot be read: {error.strerror}.") from None
    if len(data) > LARGEST_LOGO:
        raise SettingsError(f"[look] logo = {path} is larger than {LARGEST_LOGO // 1000} kB. Make it smaller.")
    if not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(beginnings):
        raise SettingsError(f"[look] logo = {path} is no {path.suffix.lower().removeprefix('.').upper()} picture.")
    return Logo(media_type, data)
