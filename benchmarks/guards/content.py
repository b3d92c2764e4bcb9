"""R13 and R14: what a text says is data, and nothing of it runs."""

from benchmarks.guards.guard import Guard

PAGES = "tests/corpus/html/test_reader.py"

GUARDS: tuple[Guard, ...] = (
    Guard(
        "R13",
        "text that a page hides from being read",
        "corpus/html/reader.py",
        "HIDDEN = \"//*[@hidden or @aria-hidden='true' or self::template]\"",
        'HIDDEN = "//never"',
        f"{PAGES}::test_hidden_text_is_dropped",
    ),
    Guard(
        "R13",
        "text that a style hides from being read",
        "corpus/html/reader.py",
        "return beside or HIDING_STYLE.search(told) is not None",
        "return beside",
        f"{PAGES}::test_hidden_text_is_dropped",
    ),
    Guard(
        "R13",
        "text beside the window from being read",
        "corpus/html/reader.py",
        "return beside or HIDING_STYLE.search(told) is not None",
        "return HIDING_STYLE.search(told) is not None",
        f"{PAGES}::test_hidden_text_is_dropped",
    ),
    Guard(
        "R13",
        "templates of a page from being read",
        "corpus/html/reader.py",
        " or self::template]",
        "]",
        f"{PAGES}::test_a_template_is_not_shown_and_not_read",
    ),
    Guard(
        "R13",
        "words that a document does not hold from being a citation",
        "assistant/answer.py",
        "exact = tuple(citation for citation in self.citations if citation.exact)",
        "exact = self.citations",
        "tests/assistant/test_guarantee.py::test_a_quotation_that_its_source_does_not_hold_never_leaves",
    ),
    Guard(
        "R13",
        "scripts in a document's links from being addresses",
        "corpus/draft.py",
        'if parts.scheme not in ("http", "https") or not parts.hostname:',
        "if False:",
        "tests/corpus/test_draft.py::test_only_the_web_has_web_addresses",
    ),
    Guard(
        "R14",
        "words from being mark-up",
        "assistant/web/templating.py",
        "autoescape=True",
        "autoescape=False",
        "tests/assistant/test_document_page.py::test_names_are_escaped",
    ),
    Guard(
        "R14",
        "links from being scripts",
        "assistant/web/links.py",
        'return parts.scheme in ("http", "https") and bool(parts.hostname)',
        "return True",
        "tests/browser/test_layout.py::test_links_lead_only_to_web_addresses",
    ),
    Guard(
        "R14",
        "mark-up that slips in from running",
        "assistant/web/sending.py",
        "script-src 'self' 'unsafe-eval' {scripts}; ",
        "script-src 'self' 'unsafe-eval' 'unsafe-inline'; ",
        "tests/browser/test_hostile_text.py::test_mark_up_that_slips_in_later_cannot_run",
    ),
    Guard(
        "R14",
        "words in the question box of another site from being mark-up",
        "assistant/web/widget.js",
        "element.append(...children);",
        "for (const one of children) one.at ? element.innerHTML += one : element.append(one);",
        "tests/browser/widget/test_hostile_text.py::test_hostile_text_stays_text",
    ),
    Guard(
        "R14",
        "cells of a table from being formulas",
        "assistant/mention_records.py",
        "isinstance(value, str) and FORMULA.match(value)",
        "False",
        "tests/assistant/test_mention_records.py::test_any_beginning_of_a_formula_is_made_harmless",
    ),
    Guard(
        "R14",
        "words from being mark-up in Markdown",
        "assistant/basket/markdown.py",
        'return SIGNS.sub(lambda sign: "\\\\" + sign[0], "\\n".join(line for line in lines if line))',
        'return "\\n".join(line for line in lines if line)',
        "tests/assistant/basket/test_exports.py::test_signs_that_mean_something_to_a_form_come_back_as_words",
    ),
)
