"""Years in questions: which are read as days of publication, and which are left alone."""

from datetime import date

import pytest

from assistant.dates_asked import read_period

TODAY = date(2026, 11, 25)

READ = [
    # English
    ("What did EAEA say about learning accounts in 2016?", "2016-01-01", "2016-12-31"),
    ("In 2016, what did EAEA say about learning accounts?", "2016-01-01", "2016-12-31"),
    ("learning accounts since 2019", "2019-01-01", ""),
    ("What has EAEA said about validation since the year 2019?", "2019-01-01", ""),
    ("What was the position on validation before 2015?", "", "2014-12-31"),
    ("statements on prison education prior to 2015", "", "2014-12-31"),
    ("the position between 2014 and 2018", "2014-01-01", "2018-12-31"),
    ("What did EAEA demand from 2014 to 2018?", "2014-01-01", "2018-12-31"),
    ("funding during 2020", "2020-01-01", "2020-12-31"),
    ("funding after 2020", "2021-01-01", ""),
    ("funding later than 2020", "2021-01-01", ""),
    ("funding until 2020", "", "2020-12-31"),
    ("funding up to 2020", "", "2020-12-31"),
    ("funding from 2020 onwards", "2020-01-01", ""),
    ("funding as of 2020", "2020-01-01", ""),
    ("What does the statement from 2016 say about funding?", "2016-01-01", "2016-12-31"),
    ("What does the position paper of 2016 say?", "2016-01-01", "2016-12-31"),
    ("What does EAEA's 2016 statement say about funding?", "2016-01-01", "2016-12-31"),
    ("basic skills in 2015 and 2016", "2015-01-01", "2016-12-31"),
    ("basic skills in 2014–2016", "2014-01-01", "2016-12-31"),
    ("basic skills in the years 2014 to 2016", "2014-01-01", "2016-12-31"),
    ("basic skills in March 2016", "2016-03-01", "2016-03-31"),
    ("basic skills in December 2016", "2016-12-01", "2016-12-31"),
    ("basic skills since February 2020", "2020-02-01", ""),
    ("basic skills after February 2020", "2020-03-01", ""),
    ("basic skills before May 2019", "", "2019-04-30"),
    ("basic skills until February 2020", "", "2020-02-29"),
    ("basic skills in early 2016", "2016-01-01", "2016-12-31"),
    ("basic skills in the spring of 2016", "2016-01-01", "2016-12-31"),
    ("basic skills since 2015 and before 2019", "2015-01-01", "2018-12-31"),
    ("basic skills this year or IN 2026?", "2026-01-01", "2026-12-31"),
    ("every document that mentions literacy since 2019", "2019-01-01", ""),
    ("What did EAEA say in 2016 about the 2030 targets?", "2016-01-01", "2016-12-31"),
    ("What did EAEA say about Agenda 2030 in 2019?", "2019-01-01", "2019-12-31"),
    ("What did EAEA say about Europe 2020 before 2015?", "", "2014-12-31"),
    # French
    ("Que dit EAEA de la validation en 2021 ?", "2021-01-01", "2021-12-31"),
    ("Que dit EAEA de la validation depuis 2019 ?", "2019-01-01", ""),
    ("la validation avant 2015", "", "2014-12-31"),
    ("la validation après 2015", "2016-01-01", ""),
    ("la validation entre 2014 et 2018", "2014-01-01", "2018-12-31"),
    ("la validation de 2014 à 2018", "2014-01-01", "2018-12-31"),
    ("la validation à partir de 2019", "2019-01-01", ""),
    ("la validation jusqu’en 2018", "", "2018-12-31"),
    ("la validation jusqu'à 2018", "", "2018-12-31"),
    ("la validation pendant l’année 2018", "2018-01-01", "2018-12-31"),
    ("la validation en mars 2018", "2018-03-01", "2018-03-31"),
    # German
    ("Was sagte die EAEA im Jahr 2016 zu Lernkonten?", "2016-01-01", "2016-12-31"),
    ("Was sagte die EAEA in 2016 zu Lernkonten?", "2016-01-01", "2016-12-31"),
    ("Was sagt die EAEA seit 2019 zu Lernkonten?", "2019-01-01", ""),
    ("Was sagt die EAEA ab dem Jahr 2019?", "2019-01-01", ""),
    ("Lernkonten vor 2015", "", "2014-12-31"),
    ("Lernkonten nach 2015", "2016-01-01", ""),
    ("Lernkonten bis 2015", "", "2015-12-31"),
    ("Lernkonten zwischen 2014 und 2018", "2014-01-01", "2018-12-31"),
    ("Lernkonten von 2014 bis 2018", "2014-01-01", "2018-12-31"),
    ("Lernkonten in den Jahren 2014 bis 2018", "2014-01-01", "2018-12-31"),
    ("Lernkonten seit März 2019", "2019-03-01", ""),
    # Spanish
    ("¿Qué dijo EAEA sobre las cuentas en 2016?", "2016-01-01", "2016-12-31"),
    ("¿Qué dijo EAEA en el año 2016?", "2016-01-01", "2016-12-31"),
    ("las cuentas desde 2019", "2019-01-01", ""),
    ("las cuentas antes de 2015", "", "2014-12-31"),
    ("las cuentas después de 2015", "2016-01-01", ""),
    ("las cuentas hasta 2015", "", "2015-12-31"),
    ("las cuentas entre 2014 y 2018", "2014-01-01", "2018-12-31"),
    ("las cuentas desde 2014 hasta 2018", "2014-01-01", "2018-12-31"),
    ("las cuentas en marzo de 2016", "2016-03-01", "2016-03-31"),
    # Finnish
    ("Mitä EAEA sanoi vuonna 2016?", "2016-01-01", "2016-12-31"),
    ("oppimistilit vuodesta 2019 lähtien", "2019-01-01", ""),
    ("oppimistilit vuodesta 2019", "2019-01-01", ""),
    ("oppimistilit ennen vuotta 2015", "", "2014-12-31"),
    ("oppimistilit vuoden 2015 jälkeen", "2016-01-01", ""),
    ("oppimistilit vuosina 2014–2018", "2014-01-01", "2018-12-31"),
    ("oppimistilit vuosien 2014 ja 2018 välillä", "2014-01-01", "2018-12-31"),
    ("oppimistilit vuodesta 2014 vuoteen 2018", "2014-01-01", "2018-12-31"),
    ("oppimistilit vuoteen 2015 asti", "", "2015-12-31"),
]

LEFT_ALONE = [
    "What is EAEA's position on learning accounts?",
    "What does EAEA say about Agenda 2030?",
    "What does EAEA say about the 2030 Agenda?",
    "What does EAEA say about Europe 2020?",
    "What does EAEA say about the 2030 targets?",
    "What should be reached by 2030?",
    "What should happen before 2030?",
    "funding between 2024 and 2030",
    "the programme from 2021 to 2027",
    "What should basic education look like after 2026?",
    "Was fordert die EAEA für die Grundbildung nach 2026?",
    "Erasmus+ 2021-2027",
    "the budget for 2014-2020",
    "in 2020-2030",
    "What does EAEA say about Council Recommendation 2021/C 66/01?",
    "in 2021/402",
    "What does EAEA say about COM(2020) 274?",
    "the European Year of Skills 2023",
    "the 2016 Council Recommendation",
    "the Council Recommendation of 2016",
    "What does EAEA say about the Recommendation adopted in 2016?",
    "What does EAEA say about the Action Plan launched in 2021?",
    "Que dit EAEA de la recommandation adoptée en 2016 ?",
    "¿Qué dice EAEA de la recomendación adoptada en 2016?",
    "Mitä EAEA sanoo vuonna 2016 hyväksytystä suosituksesta?",
    "What came of the missed in 2020 targets?",
    "in 2016's Council conclusions",
    "the conference “Learning in 2019”",
    'the conference "Learning in 2019"',
    "la conférence « Apprendre en 2019 »",
    "What did EAEA say in 2016 and in 2022?",
    "What changed in 2016 or 2022?",
    "Room 2016 in the building",
    "in 20165 cases",
    "in 1066",
    "post-2020 agenda",
    "Education and Training 2020",
    "Was sagt die EAEA zur Agenda 2030?",
    "Que dit EAEA de l’Agenda 2030 ?",
    "¿Qué dice EAEA de la Agenda 2030?",
    "Mitä EAEA sanoo Agenda 2030:sta?",
    "since 20 May 2016",
    "from page 2016a on",
]


@pytest.mark.parametrize(("question", "since", "until"), READ, ids=lambda told: str(told)[-40:])
def test_years_behind_words_of_time_name_days(question: str, since: str, until: str) -> None:
    rest, period = read_period(question, TODAY)
    assert period is not None
    told = tuple(day.isoformat() if day else "" for day in (period.since, period.until))
    assert told == (since, until)
    assert all(words in question for words in period.words.split(" … "))
    assert not any(words in rest for words in period.words.split(" … "))


@pytest.mark.parametrize("question", LEFT_ALONE)
def test_other_years_stay_words(question: str) -> None:
    assert read_period(question, TODAY) == (question, None)


def test_the_tables_are_long_enough_to_tell_something() -> None:
    assert len(READ) + len(LEFT_ALONE) >= 100


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What did EAEA say about learning accounts in 2016?", "What did EAEA say about learning accounts?"),
        ("In 2016, what did EAEA say?", "what did EAEA say?"),
        ("Que dit EAEA en 2021 de la validation ?", "Que dit EAEA de la validation?"),
        ("What does the statement from 2016 say?", "What does the statement say?"),
        ("What does the 2016 statement say?", "What does the statement say?"),
        ("funding since 2015 and before 2019", "funding and"),
        ("since 2019?", "since 2019?"),
    ],
)
def test_the_words_of_time_are_left_out_of_what_is_searched(question: str, rest: str) -> None:
    assert read_period(question, TODAY)[0] == rest


def test_what_is_a_year_to_come_depends_on_the_day() -> None:
    assert read_period("before 2030", date(2031, 1, 1))[1] is not None
    assert read_period("in 2026", date(2025, 12, 31))[1] is None
