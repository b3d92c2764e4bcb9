from datetime import date

from assistant.evaluation.asking import AsOnThePage
from assistant.evaluation.saved_questions import question_of
from index.query import Period
from tests.assistant.evaluation.given import Scripted, answer_of


def test_years_are_read_where_the_library_has_dates() -> None:
    saved = question_of({"_id": "a", "text": "What was said on literacy in 2016?", "kinds": ["post"]})
    scripted = Scripted({"What was said on literacy?": answer_of(), "What was said on literacy in 2016?": answer_of()})
    AsOnThePage(scripted, date(2026, 11, 25)).answer(saved.query)
    AsOnThePage(scripted, None).answer(saved.query)
    read, left = scripted.asked
    assert read.period == Period(date(2016, 1, 1), date(2016, 12, 31), "in 2016")
    assert read.filters == left.filters == saved.query.filters
    assert left.period is None
