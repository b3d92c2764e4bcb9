"""The languages in which the pages speak: words by gettext, days, numbers and lists by Babel.

What documents and people say is never translated. The catalogues are the `.po` files beside this module, read when the
program starts: there is no compiled copy that could be out of date. `make messages` brings them up to date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from assistant.setting_rules import LANGUAGES
from corpus.message import Message


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the pages; `code` is as in <html lang>."""

    code: str
    words: NullTranslations
    locale: Locale

    @property
    def own_name(self) -> str:
        """The language in its own words: Suomi."""
        name = self.locale.language_name or self.code
        return name[0].upper() + name[1:]

    def told(self, sentence: str) -> str:
        """A Message in this language; any other text as it is."""
        if not isinstance(sentence, Message):
            return sentence
        if sentence.many:
            form = self.words.ngettext(sentence.form, sentence.many, sentence.number)
        else:
            form = self.words.gettext(sentence.form) if sentence.form else ""
        return form.format_map({name: self._value(value) for name, value in sentence.values.items()})

    def word(self, word: str) -> str:
        """A word that is one of a few, such as the kind of a document."""
        return self.words.gettext(word) if word else ""

    def day(self, day: date, form: str = "long") -> str:
        """A day; `form` is "short", "medium" or "long"."""
        return format_date(day, form, self.locale)

    def number(self, number: int) -> str:
        """A number of things."""
        return format_decimal(number, locale=self.locale)

    def listed(self, parts: Sequence[str], style: str = "standard") -> str:
        """Several things: "a, b and c", or with the style "or" "a, b or c"."""
        return format_list(list(parts), style, self.locale)  # type: ignore[arg-type]

    def language(self, code: str) -> str:
        """The name of a language that documents have, by its code; the code where it is none."""
        try:
            return Locale.parse(code).get_language_name(self.locale) or code
        except (ValueError, UnknownLocaleError):
            return code

    def _value(self, value: object) -> str:
        if isinstance(value, tuple):
            return self.listed([self._value(one) for one in value])
        if isinstance(value, date):
            return self.day(value, "medium")
        if isinstance(value, int):
            return self.number(value)
        return self.told(value) if isinstance(value, str) else str(value)


ENGLISH = Tongue("en", NullTranslations(), Locale("en", "GB"))


def read_tongue(code: str) -> Tongue:
    """The language of a code of LANGUAGES, with its catalogue."""
    if code == ENGLISH.code:
        return ENGLISH
    with files("assistant.web").joinpath("locale", f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Tongue(code, GNUTranslations(compiled), Locale(code))


def read_tongues() -> Mapping[str, Tongue]:
    """All languages of the pages by their codes, English first."""
    return {code: read_tongue(code) for code in LANGUAGES}
