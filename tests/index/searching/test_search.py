from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import OtherVersion
from index.models.encoder import OpenVinoEncoder
from index.query import Filters, Period, Query, Turn
from index.search import Searcher
from index.searching.follow_up import READ_WITH
from tests.conftest import ToyEncoder, post, sync_folder, write_files

FILES = {
    "prison.txt": post("Prison education", "Learning behind bars helps prisoners.", day="13.10.2022"),
    "funding.txt": post("Funding", "Courses cost money, and money is short.", day="12.03.2021"),
    "undated.md": "# Gardens\n\nGardens are for everybody, and money helps.\n",
    "catalogue.toml": '[documents."funding.txt"]\nkind = "statement"\ntopics = ["funding"]\nstatus = "superseded"\n',
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("search")
    sync_folder(made / "library", ToyEncoder(), write_files(made / "posts", FILES))
    return made / "library"


@pytest.fixture
def searcher(library: Path, toy_encoder: ToyEncoder) -> Searcher:
    return Searcher.open(library, toy_encoder)


def found(searcher: Searcher, text: str = "money", **filters: object) -> set[str]:
    return {hit.document.id for hit in searcher.search(Query(text, filters=Filters(**filters)))}  # type: ignore[arg-type]


def test_a_hit_is_a_slice_with_its_reasons(searcher: Searcher) -> None:
    best, *others = searcher.search(Query("How does education help prisoners?"))
    assert best.document.id == "prison.txt"
    assert best.text == "Learning behind bars helps prisoners."
    assert best.page is None
    assert (best.by_meaning, best.by_keywords) == (True, True)
    assert set(best.terms) == {"educ", "help", "prison"}
    assert [hit.score for hit in (best, *others)] == sorted((hit.score for hit in (best, *others)), reverse=True)
    assert all(0 <= hit.score <= 1.0001 for hit in (best, *others))


def test_a_hit_without_a_word_of_the_question_was_found_by_meaning(searcher: Searcher) -> None:
    (hit,) = [hit for hit in searcher.search(Query("prisoners")) if hit.document.id == "funding.txt"]
    assert (hit.by_meaning, hit.by_keywords, hit.terms) == (True, False, ())


def test_similarity_is_the_cosine_with_what_was_embedded(searcher: Searcher, toy_encoder: ToyEncoder) -> None:
    (hit,) = [hit for hit in searcher.search(Query("prisoners")) if hit.document.id == "prison.txt"]
    question, passage = toy_encoder.encode_queries(["prisoners", f"Prison education\n{hit.text}"])
    assert hit.similarity == pytest.approx(float(question @ passage), abs=2e-3)  # kept as bfloat16


def test_closeness_tells_which_sentence_is_meant(tmp_path: Path, toy_encoder: ToyEncoder) -> None:
    files = {"a.txt": post("Apples", "Boats are built by hand. Apples grow on trees. Lamps burn at night.")}
    sync_folder(tmp_path / "library", toy_encoder, write_files(tmp_path / "posts", files))
    (hit,) = Searcher.open(tmp_path / "library", toy_encoder).search(Query("lamps burn at night"))
    words = [hit.document.text[one.start : one.end] for one in hit.passage.sentences]
    assert words == ["Boats are built by hand.", "Apples grow on trees.", "Lamps burn at night."]
    question, *sentences = toy_encoder.encode_queries(["lamps burn at night", *words])
    assert hit.closeness == pytest.approx([float(question @ one) for one in sentences], abs=0.01)


def test_a_passage_with_a_sentence_that_says_it_goes_before_one_that_scatters_its_words(
    tmp_path: Path, toy_encoder: ToyEncoder
) -> None:
    filler = "Rivers run far. Clouds hang low. Stones lie still."
    files = {
        "scattered.txt": post("One", f"Prisons are old. {filler} Learning is fun. {filler} Certificates help nobody."),
        "said.txt": post("Two", f"{filler} Learning certificates help prisons. {filler}"),
    }
    sync_folder(tmp_path / "library", toy_encoder, write_files(tmp_path / "posts", files))
    best, _ = Searcher.open(tmp_path / "library", toy_encoder).search(Query("learning certificates help prisons"))
    assert best.document.id == "said.txt"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"prison.txt", "funding.txt", "undated.md"}),
        ({"since": date(2022, 1, 1)}, {"prison.txt"}),
        ({"until": date(2021, 12, 31)}, {"funding.txt"}),
        ({"kinds": ("statement",)}, {"funding.txt"}),
        ({"topics": ("funding",)}, {"funding.txt"}),
        ({"statuses": ("current",)}, {"prison.txt", "undated.md"}),
        ({"languages": ("fr",)}, set()),
        ({"kinds": ("statement",), "since": date(2022, 1, 1)}, set()),
    ],
)
def test_filters_hold_for_both_sides(searcher: Searcher, filters: dict[str, object], expected: set[str]) -> None:
    assert found(searcher, **filters) == expected
    assert searcher.matching_documents(Filters(**filters)) == len(expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("phrases", "expected"),
    [
        (("money helps",), {"undated.md"}),
        (("money",), {"funding.txt", "undated.md"}),
        (("course cost", "money is short"), {"funding.txt"}),
        (("course cost", "helps"), set()),
        (("zebra",), set()),
    ],
)
def test_every_hit_holds_the_quoted_phrases(searcher: Searcher, phrases: tuple[str, ...], expected: set[str]) -> None:
    hits = searcher.search(Query("anything about prisons", phrases=phrases))
    assert {hit.document.id for hit in hits} == expected
    assert all(searcher.holds(phrases, hit.text, hit.document.language) for hit in hits)
    assert searcher.matching_documents(Filters(), phrases) == len(expected)


def test_phrases_hold_within_filters_and_for_what_a_conversation_is_about(searcher: Searcher) -> None:
    query = Query("anything", said("prisoners behind bars"), True, Filters(kinds=("statement",)), phrases=("money",))
    assert {hit.document.id for hit in searcher.search(query)} == {"funding.txt"}
    assert searcher.matching_documents(Filters(kinds=("statement",)), ("gardens",)) == 0


def test_the_days_that_a_question_names_narrow_within_the_filters(searcher: Searcher) -> None:
    year = Period(date(2022, 1, 1), date(2022, 12, 31), "in 2022")
    assert {hit.document.id for hit in searcher.search(Query("money", period=year))} == {"prison.txt"}
    wide = Query("money", filters=Filters(since=date(2021, 1, 1), until=date(2022, 6, 1)), period=year)
    assert (wide.allowed.since, wide.allowed.until) == (date(2022, 1, 1), date(2022, 6, 1))
    assert searcher.search(wide) == []


def test_k_bounds_what_is_found(searcher: Searcher) -> None:
    assert len(searcher.search(Query("money"), k=2)) == 2
    assert searcher.search(Query("money"), k=2) == searcher.search(Query("money"), k=10)[:2]


def said(*questions: str) -> tuple[Turn, ...]:
    return tuple(Turn("user", question) for question in questions)


def similarities(searcher: Searcher, query: Query) -> dict[str, float]:
    """The cosines of a question with all passages, each of a document of its own; linear in the question's vector."""
    found = {hit.document.id: hit.similarity for hit in searcher.search(query)}
    assert len(found) == len(FILES) - 1
    return found


def test_an_earlier_question_is_leaned_on(searcher: Searcher, toy_encoder: ToyEncoder) -> None:
    own, one, two = toy_encoder.encode_queries(["own", "one", "two"])
    leaning = own + READ_WITH["user"] * (two + one)  # the two last turns are one exchange back
    alone = [similarities(searcher, Query(text)) for text in ("own", "one", "two")]
    for name, cosine in similarities(searcher, Query("own", said("one", "two"), leans=True)).items():
        first, *earlier = (each[name] for each in alone)
        mixed = first + READ_WITH["user"] * sum(earlier)
        assert cosine == pytest.approx(mixed / np.linalg.norm(leaning), abs=1e-5)
    (best, *_) = searcher.search(Query("And what does it cost?", said("prisoners behind bars"), leans=True))
    assert best.document.id == "prison.txt"


def test_a_question_that_stands_alone_is_read_alone(searcher: Searcher) -> None:
    alone = similarities(searcher, Query("own"))
    assert similarities(searcher, Query("own", said("one", "two"))) == pytest.approx(alone, abs=1e-6)


def test_what_was_answered_tells_what_the_conversation_is_about(tmp_path: Path, toy_encoder: ToyEncoder) -> None:
    """A question that finds nothing by itself is answered from the document that was talked about."""
    filler = {f"{n}.txt": post(f"Post {n}", f"Word{n} is told of thing{n}.") for n in range(9)}
    sync_folder(tmp_path / "library", toy_encoder, write_files(tmp_path / "posts", FILES | filler))
    searcher = Searcher.open(tmp_path / "library", toy_encoder)
    turns = (Turn("user", "Who learns?"), Turn("agent", "Learning behind bars helps prisoners."))
    (best, *_) = searcher.search(Query("Whatever happens afterwards, please elaborate", turns))
    assert best.document.id == "prison.txt"
    assert 0 <= best.score <= 1.0001


def test_filters_hold_for_what_a_conversation_is_about(searcher: Searcher) -> None:
    query = Query("anything", said("prisoners behind bars"), leans=True, filters=Filters(kinds=("statement",)))
    assert {hit.document.id for hit in searcher.search(query)} == {"funding.txt"}


def test_another_model_or_version_is_refused_with_what_to_do(library: Path) -> None:
    with pytest.raises(OtherVersion, match="assistant sync"):
        Searcher.open(library, ToyEncoder(fingerprint="toy-2"))


def test_a_searcher_stays_with_the_generation_it_opened(tmp_path: Path, toy_encoder: ToyEncoder) -> None:
    posts = write_files(tmp_path / "posts", FILES)
    sync_folder(tmp_path / "library", toy_encoder, posts)
    before = Searcher.open(tmp_path / "library", toy_encoder)
    write_files(posts, {"prison.txt": post("Prison education", "Something else is told of lighthouses.")})
    for round_ in range(3):  # the generation that is open is dropped from the disk on the way
        write_files(posts, {"funding.txt": post("Funding", f"Courses cost money number {round_}.")})
        sync_folder(tmp_path / "library", toy_encoder, posts)
    assert not before.generation.folder.exists()
    (hit, *_) = before.search(Query("prisoners behind bars"))
    assert hit.text == "Learning behind bars helps prisoners."
    assert found(before, "lighthouses", since=date(2022, 1, 1)) == {"prison.txt"}
    after = Searcher.open(tmp_path / "library", toy_encoder)
    assert after.search(Query("lighthouses"))[0].text == "Something else is told of lighthouses."


def test_titles_are_told_by_id(searcher: Searcher) -> None:
    assert searcher.title_of("prison.txt") == "Prison education"
    assert searcher.title_of("none.txt") == ""


@pytest.mark.parametrize(
    ("catalogue", "expected"),
    [
        ('[defaults]\nnotice = "A sample."\n', ("A sample.",)),
        ('[defaults]\nnotice = "A sample."\n[documents."prison.txt"]\nnotice = "Another."\n', ()),
        ('[documents."prison.txt"]\nnotice = "Another."\n', ()),
        ("", ()),
    ],
)
def test_a_notice_is_common_when_every_document_has_it(
    tmp_path: Path, toy_encoder: ToyEncoder, catalogue: str, expected: tuple[str, ...]
) -> None:
    posts = write_files(tmp_path / "posts", FILES | {"catalogue.toml": catalogue})
    sync_folder(tmp_path / "library", toy_encoder, posts)
    assert Searcher.open(tmp_path / "library", toy_encoder).common_notices() == expected


def test_opening_a_library_changes_no_published_file(library: Path, toy_encoder: ToyEncoder) -> None:
    def files() -> dict[str, bytes]:
        return {
            str(path): path.read_bytes() for path in library.rglob("*") if path.is_file() and path.suffix != ".lock"
        }

    before = files()
    Searcher.open(library, toy_encoder).search(Query("money"))
    assert files() == before
    Searcher.open(library, toy_encoder)


QUESTIONS = {
    "What does EAEA say about education in prisons?": "posts/2022-10-prison-education.html",
    "What do refugees need in the first month?": "posts/2017-10-refugees-language.html",
    "Who should pay for the validation procedure?": "posts/2018-05-validation.html",
    "Que disent les élections européennes de l’éducation des adultes ?": "posts/2024-05-elections-europeennes-fr.html",
    "Was braucht die Grundbildung nach zehn Jahren AlphaDekade?": "posts/2026-09-grundbildung-de.txt",
}


@pytest.mark.parametrize(("question", "document"), QUESTIONS.items())
def test_the_sample_library_finds_the_post_that_answers(
    sample_library: Path, encoder: OpenVinoEncoder, question: str, document: str
) -> None:
    best = Searcher.open(sample_library, encoder).search(Query(question), k=1)
    assert [hit.document.id for hit in best] == [document]


def test_hits_in_a_statement_tell_their_page(sample_library: Path, encoder: OpenVinoEncoder) -> None:
    hits = Searcher.open(sample_library, encoder).search(Query("offline rights public services by telephone"))
    (hit,) = [one for one in hits if one.passage.heading == "8. Offline rights"][:1]
    assert hit.document.id == "statements/2020-digital-education.pdf"
    assert hit.page == hit.document.page_at(hit.passage.start)
    assert hit.page is not None
    assert hit.page > 1
