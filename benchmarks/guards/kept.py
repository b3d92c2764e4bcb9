"""Guards of R15 as far as it is what visitors leave: open pages, quotations, baskets."""

from benchmarks.guards.guard import Guard

KEEPING = "tests/assistant/web/test_keeping.py"
OPEN_PAGES = "assistant/web/open_pages.py"
ASKED = "tests/browser/test_open_pages.py"

GUARDS: tuple[Guard, ...] = (
    Guard(
        "R15",
        "answers that nobody fetches from filling the memory",
        OPEN_PAGES,
        "if messages[name].qsize() > UNREAD:",
        "if False:",
        f"{ASKED}::test_who_never_fetches_an_answer_is_given_few",
    ),
    Guard(
        "R15",
        "questions that are cancelled again and again from filling the memory",
        OPEN_PAGES,
        'scope["path"] in (QUESTIONS, CANCELS, RESETS)',
        'scope["path"] in (QUESTIONS, RESETS)',
        f"{ASKED}::test_who_cancels_a_question_again_and_again_is_told_so",
    ),
    Guard(
        "R15",
        "texts far longer than a question being kept",
        OPEN_PAGES,
        "if _size_of(data) > LONGEST_SENT:",
        "if False:",
        f"{ASKED}::test_what_is_far_longer_than_a_question_is_not_kept",
    ),
    Guard(
        "R15",
        "what no handler of the page takes from filling the log",
        OPEN_PAGES,
        "len(data) != len(handler.inputs)",
        "False",
        f"{ASKED}::test_what_no_handler_of_the_page_takes_is_refused",
    ),
    Guard(
        "R15",
        "messages that cannot be told again from ending in failures",
        OPEN_PAGES,
        "json.loads(body, parse_float=_finite, parse_constant=_finite)",
        "json.loads(body)",
        f"{ASKED}::test_what_is_no_message_is_refused",
    ),
    Guard(
        "R15",
        "long names of pages from filling the memory",
        OPEN_PAGES,
        "0 < len(name) <= LONGEST_NAME",
        "0 < len(name)",
        f"{ASKED}::test_pages_have_short_names",
    ),
    Guard(
        "R15",
        "pages that are gone from filling the memory",
        OPEN_PAGES,
        "            del asked[gone]\n",
        "            pass\n",
        f"{ASKED}::test_of_pages_that_are_gone_nothing_is_kept",
    ),
    Guard(
        "R15",
        "whole documents being kept as quotations",
        "assistant/basket/kept.py",
        "if (number := span.end - span.start) > LONGEST:",
        "if (number := span.end - span.start) < 0:",
        "tests/assistant/basket/test_kept.py::test_words_without_end_are_not_kept",
    ),
    Guard(
        "R15",
        "a text without full stops being kept around a few words of it",
        "assistant/basket/kept.py",
        "return whole if whole.end - whole.start <= LONGEST_AROUND else span",
        "return whole",
        "tests/assistant/basket/test_kept.py::test_a_sentence_without_end_is_not_kept_around_a_few_words",
    ),
    Guard(
        "R15",
        "one address filling the disk with quotations",
        "assistant/web/keeping.py",
        "if wait := self.by_address.wait(asker_of(request.scope)):",
        "if wait := 0:",
        f"{KEEPING}::test_an_address_may_have_so_many_kept_in_a_day",
    ),
    Guard(
        "R15",
        "remarks filling the disk with quotations",
        "assistant/web/views/feedback.py",
        "if (refused := self.keeping.refusal(request, len(quotes))).sentence:",
        "if (refused := self.keeping.refusal(request, 0)).sentence:",
        "tests/browser/test_feedback_page.py::test_the_quotations_of_remarks_count_among_those_that_are_kept",
    ),
    Guard(
        "R15",
        "many addresses filling the disk with quotations",
        "assistant/web/keeping.py",
        'if wait := self.by_all.wait(""):',
        "if wait := 0:",
        f"{KEEPING}::test_all_who_are_not_signed_in_may_have_so_many_kept_and_others_more",
    ),
    Guard(
        "R15",
        "baskets that nobody can open any more staying",
        "assistant/web/whose_basket.py",
        'self.desk.forget("page-" + "?" * TOKEN, today - timedelta(days=DAYS + 1))',
        "pass",
        f"{KEEPING}::test_a_basket_whose_key_no_browser_holds_any_more_goes_with_the_next_that_is_begun",
    ),
)
