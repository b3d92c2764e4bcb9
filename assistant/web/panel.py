"""The filters on the page: what can be chosen, and what was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.filtering import filters_told
from assistant.web.gradio_words import word
from assistant.web.tongues import ENGLISH, Tongue
from corpus.errors import QuestionError
from corpus.message import Message
from index.library.coverage import Coverage
from index.library.selection import OWN, folded
from index.query import Filters

NAMES = ("since", "until", "topic", "publisher", "kind", "language", "status")
"""The filters, in the order of the panel's components."""
BAD_YEARS = {
    "since": Message("The year “from” must be four digits, such as 2021."),
    "until": Message("The year “to” must be four digits, such as 2021."),
}
Choices = list[tuple[str, str]]
"""What is shown of each choice, and its value."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The components in which filters are chosen, in the order of NAMES; of those with one choice none is shown."""

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

    def refreshed(
        self, coverage: Coverage, organisation: str, told: Mapping[str, Sequence[str]], tongue: Tongue
    ) -> dict[Any, Any]:
        """The choices that there are now, in a language, with those chosen that an address tells and the library
        knows.
        """
        changes: dict[Any, Any] = {
            component: gr.update(choices=_years(coverage, tongue), value=next(filter(_is_year, told.get(name, ())), ""))
            for name, component in zip(NAMES[:2], self.components[:2], strict=True)
        }
        lists = zip(NAMES[2:], self.components[2:], choices_of(coverage, organisation, tongue), strict=True)
        for name, component, choices in lists:
            wanted = set(map(folded, told.get(name, ())))
            known = [value for _, value in choices if folded(value) in wanted]
            changes[component] = gr.update(choices=choices, visible=len(choices) > 1, value=known)
        return changes


def panel(coverage: Coverage, organisation: str) -> Panel:
    """The panel, laid out where it is called, closed; `refreshed` tells its choices in a visitor's language."""
    topics, publishers, kinds, languages, statuses = choices_of(coverage, organisation, ENGLISH)
    with gr.Accordion(word("Narrow by year, kind or topic"), open=False, elem_id="filters"):
        with gr.Row():
            since, until = (
                gr.Dropdown(
                    _years(coverage, ENGLISH),
                    value="",
                    label=word(label),
                    allow_custom_value=True,
                    elem_id=name,
                    min_width=120,
                )
                for label, name in (("From year", "since"), ("To year", "until"))
            )
        with gr.Row():
            topic, publisher = _dropdown("Topic", "topics", topics), _dropdown("Who speaks", "publishers", publishers)
        kind, language, status = (
            gr.CheckboxGroup(choices, label=word(f"{label} (none ticked: all)"), elem_id=name, visible=len(choices) > 1)
            for label, name, choices in (
                ("Kind", "kinds", kinds),
                ("Language", "languages", languages),
                ("Status", "statuses", statuses),
            )
        )
    return Panel(since, until, topic, publisher, kind, language, status)


def _dropdown(label: str, name: str, choices: Choices) -> gr.Dropdown:
    return gr.Dropdown(
        choices, multiselect=True, label=word(label), elem_id=name, min_width=220, visible=len(choices) > 1
    )


def told_of(values: Sequence[Any]) -> dict[str, tuple[str, ...]]:
    """What is chosen in a panel, by the names of the filters; what nothing is chosen of is left out."""
    told = {name: value if isinstance(value, list) else [value] for name, value in zip(NAMES, values, strict=True)}
    return {name: tuple(map(str, found)) for name, found in told.items() if found and found[0] not in (None, "")}


def narrowed(told: Mapping[str, Sequence[str]], organisation: str) -> Filters:
    """The filters of what was chosen, or told in an address: years, and lists. Raises QuestionError."""
    first, last = (_year(name, next(iter(told.get(name, ())), "")) for name in ("since", "until"))
    if first and last and first > last:
        values = {"first": first, "last": last}
        raise QuestionError(Message("No year lies between {first} and {last}. Put the earlier year first.", values))
    return filters_told({**told, "since": first, "until": last}, organisation)


def choices_of(
    coverage: Coverage, organisation: str, tongue: Tongue
) -> tuple[Choices, Choices, Choices, Choices, Choices]:
    """Topics, publishers, kinds, languages and statuses of a library, as they can be chosen in a language."""
    publishers = [name for name, _ in coverage.by_publisher]
    return (
        [(f"{topic} ({count})", topic) for topic, count in coverage.by_topic],
        [(name, name) for name in [organisation] * (OWN in publishers) + sorted(set(publishers) - {OWN})],
        [(f"{tongue.word(kind)} ({count})", kind) for kind, count in coverage.by_kind],
        [(f"{tongue.language(code)} ({count})", code) for code, count in coverage.by_language],
        [(f"{tongue.word(status)} ({count})", status) for status, count in coverage.by_status],
    )


def _years(coverage: Coverage, tongue: Tongue) -> Choices:
    return [(tongue.word("any"), ""), *((year, year) for year, _ in reversed(coverage.by_year))]


def _year(name: str, told: str) -> str | None:
    text = told.strip()
    if not text:
        return None
    if not _is_year(text):
        raise QuestionError(BAD_YEARS[name])
    return text


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 4 and int(text) > 0
