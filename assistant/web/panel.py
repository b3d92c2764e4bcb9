"""The filters on the page: what can be chosen, and what was."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.filtering import filters_told
from corpus.errors import QuestionError
from index.coverage import Coverage
from index.query import Filters
from index.selection import OWN

LANGUAGES = {
    "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fi": "Finnish", "fr": "French", "ga": "Irish", "hr": "Croatian",
    "hu": "Hungarian", "is": "Icelandic", "it": "Italian", "lt": "Lithuanian", "lv": "Latvian", "mt": "Maltese",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovene", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian",
}  # fmt: skip
Choices = list[tuple[str, str]]
"""What is shown of each choice, and its value."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The components in which filters are chosen, in the order of `chosen`; of those with one choice none is shown."""

    since: gr.Dropdown
    until: gr.Dropdown
    topics: gr.Dropdown
    publishers: gr.Dropdown
    kinds: gr.CheckboxGroup
    languages: gr.CheckboxGroup
    statuses: gr.CheckboxGroup

    @property
    def components(self) -> list[Any]:
        """All of them."""
        return [self.since, self.until, self.topics, self.publishers, self.kinds, self.languages, self.statuses]

    def refreshed(self, coverage: Coverage, organisation: str) -> dict[Any, Any]:
        """What may have changed since the server started."""
        changes = dict.fromkeys((self.since, self.until), gr.update(choices=_years(coverage)))
        for component, choices in zip(self.components[2:], choices_of(coverage, organisation), strict=True):
            changes[component] = gr.update(choices=choices, visible=len(choices) > 1)
        return changes


def panel(coverage: Coverage, organisation: str) -> Panel:
    """The panel, laid out where it is called, closed."""
    topics, publishers, kinds, languages, statuses = choices_of(coverage, organisation)
    with gr.Accordion("Narrow by year, kind or topic", open=False, elem_id="filters"):
        with gr.Row():
            since, until = (
                gr.Dropdown(
                    _years(coverage), value="", label=label, allow_custom_value=True, elem_id=name, min_width=120
                )
                for label, name in (("From year", "since"), ("To year", "until"))
            )
        with gr.Row():
            topic, publisher = _dropdown("Topic", "topics", topics), _dropdown("Who speaks", "publishers", publishers)
        kind, language, status = (
            gr.CheckboxGroup(choices, label=f"{label} (none ticked: all)", elem_id=name, visible=len(choices) > 1)
            for label, name, choices in (
                ("Kind", "kinds", kinds),
                ("Language", "languages", languages),
                ("Status", "statuses", statuses),
            )
        )
    return Panel(since, until, topic, publisher, kind, language, status)


def _dropdown(label: str, name: str, choices: Choices) -> gr.Dropdown:
    return gr.Dropdown(choices, multiselect=True, label=label, elem_id=name, min_width=220, visible=len(choices) > 1)


def chosen(values: list[Any], organisation: str) -> Filters:
    """The filters as chosen in a panel: years as text, "" or nothing for any. Raises QuestionError."""
    since, until, topics, publishers, kinds, languages, statuses = values
    first, last = _year("from", since), _year("to", until)
    if first and last and first > last:
        raise QuestionError(f"No year lies between {first} and {last}. Put the earlier year first.")
    told = {
        "since": first, "until": last, "topic": topics or (), "publisher": publishers or (), "kind": kinds or (),
        "language": languages or (), "status": statuses or (),
    }  # fmt: skip
    return filters_told(told, organisation)


def choices_of(coverage: Coverage, organisation: str) -> tuple[Choices, Choices, Choices, Choices, Choices]:
    """Topics, publishers, kinds, languages and statuses of a library, as they can be chosen."""
    publishers = [name for name, _ in coverage.by_publisher]
    return (
        [(f"{topic} ({count})", topic) for topic, count in coverage.by_topic],
        [(name, name) for name in [organisation] * (OWN in publishers) + sorted(set(publishers) - {OWN})],
        [(f"{kind} ({count})", kind) for kind, count in coverage.by_kind],
        [(f"{LANGUAGES.get(code, code)} ({count})", code) for code, count in coverage.by_language],
        [(f"{status} ({count})", status) for status, count in coverage.by_status],
    )


def _years(coverage: Coverage) -> Choices:
    return [("any", ""), *((year, year) for year, _ in reversed(coverage.by_year))]


def _year(name: str, told: object) -> str | None:
    text = str(told or "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4 and int(text) > 0):
        raise QuestionError(f"The year “{name}” must be four digits, such as 2021.")
    return text
