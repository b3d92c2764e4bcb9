"""Guards of what parses: a file, a site or a reader that was taken over costs its own item at most."""

from benchmarks.guards.guard import Guard

SEEDS = "tests/fuzz/test_targets.py::test_what_was_found_once_is_no_finding_any_more"
BELIEVED = "tests/corpus/test_believed.py::test_what_makes_no_sense_is_refused"
GUARDS = (
    Guard(
        "R6", "answers of another shape from ending the rebuild", "corpus/believed.py",
        "    except (KeyError, TypeError, ValueError):\n", "    except ZeroDivisionError:\n", BELIEVED,
    ),
    Guard(
        "R6", "lists in lists from ending the rebuild, in a line of a file or said by a reader", "corpus/parsing.py",
        "json.loads(text)\n    except RecursionError:", "json.loads(text)\n    except EOFError:",
        f"tests/corpus/test_parsing.py::test_json_that_cannot_be_read_is_a_value_error {SEEDS}[lines-deep.jsonl]",
    ),
    Guard(
        "R6", "a reader that a file took over from answering with another item's document", "corpus/believed.py",
        'if document.id != name and not document.id.startswith(f"{name}#"):', "if not document.id:", BELIEVED,
    ),
    Guard(
        "R6", "offsets that a reader made up from being believed", "corpus/believed.py",
        "    _check_numbers(document)\n    return document", "    return document", BELIEVED,
    ),
    Guard(
        "R6", "texts that nothing can store from leaving a reader", "corpus/believed.py",
        "    for told in _texts(document):\n        _text(told)\n", "", BELIEVED,
    ),
    Guard(
        "R6",
        "a moment that no calendar holds from ending a sync",
        "corpus/sources/export.py",
        'except (ValueError, TypeError, OverflowError):',
        'except (ValueError, TypeError):',
        "tests/corpus/sources/test_export.py::test_a_moment_that_cannot_be_is_none",
    ),
    Guard(
        "R6",
        "a corpus.jsonl that is a link out of its folder from being read",
        "corpus/sources/folder.py",
        '    if item.skipped:\n        yield item\n        return\n    try:',
        '    try:',
        "tests/corpus/sources/test_folder.py::test_a_beir_corpus_that_is_a_link_out_of_the_folder_is_not_read",
    ),
    Guard(
        "R6",
        "what flipped in the mirror of a site from being believed",
        "corpus/web/mirror.py",
        "if _is_whole(connection):",
        "if connection:",
        "tests/corpus/sources/test_website.py::test_no_bit_of_the_mirror_that_flips_is_believed",
    ),
    Guard(
        "R7", "a control character from costing a whole page", "corpus/html/reader.py",
        '    text = FORBIDDEN.sub(" ", text)\n', "",
        "tests/corpus/html/test_reader.py::test_a_sign_that_xml_forbids_costs_no_more_than_itself",
    ),
    Guard(
        "R12", "a number that is none in a site's answer from ending the visit", "corpus/web/fetching.py",
        "if told.isascii() and told.isdigit():", "if told.isdigit():",
        "tests/corpus/web/test_fetching.py::test_a_retry_after_that_cannot_be_meant_changes_nothing",
    ),
)  # fmt: skip
