"""What is taken of a model's folder, and what is not."""

import json
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import constants

from corpus.errors import OtherVersion, SettingsError
from index.models.conversion import converted
from index.models.model_files import EMBEDDED_MODEL, OWN, Prompts, model_folder, prompts_of, reads_many_languages
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files

TYPES = "sentence_transformers.sentence_transformer.modules."


def model(folder: Path, *kinds: str, **settings: Any) -> Path:
    """A folder that tells of these parts, with settings of the whole."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [{"idx": at, "name": str(at), "path": f"{at}" * bool(at), "type": kind} for at, kind in enumerate(kinds)]
    (folder / "modules.json").write_text(json.dumps(parts))
    (folder / "config_sentence_transformers.json").write_text(json.dumps(settings))
    return folder


def plain(folder: Path, **settings: Any) -> Path:
    return model(folder, TYPES + "Transformer", TYPES + "Pooling", **settings)


def test_a_model_that_is_not_here_is_told(tmp_path: Path) -> None:
    for name in ("no-such-model", "no-such/model", str(tmp_path)):
        with pytest.raises(SettingsError, match="is not on this machine"):
            model_folder(name)


PLANTED = ["pytorch_model.bin", "deep/model.pkl", "weights.PT", "x.joblib", "tf_model.h5", "flax_model.msgpack"]


@pytest.mark.parametrize("name", [*PLANTED, "modeling_own.py", "own.pyc", "own.dll"])
def test_files_that_could_run_code_are_refused(tmp_path: Path, name: str) -> None:
    folder = plain(tmp_path / "model")
    assert model_folder(str(folder)) == folder
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"")
    with pytest.raises(SettingsError, match="could run code when loaded"):
        model_folder(str(folder))


def dense(folder: Path, path: str) -> Path:
    """A model whose last part lies at `path`, as `torch.save` writes it."""
    model(folder, TYPES + "Transformer", TYPES + "Pooling", TYPES + "Dense")
    parts = json.loads((folder / "modules.json").read_text())
    parts[2]["path"] = path
    (folder / "modules.json").write_text(json.dumps(parts))
    write_files(folder / path, {"pytorch_model.bin": ""})
    return folder


@pytest.mark.parametrize("linked", [True, False])
def test_a_part_outside_of_the_folder_is_refused(tmp_path: Path, linked: bool) -> None:
    if linked:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "model").mkdir()
        (tmp_path / "model" / "2_Dense").symlink_to(tmp_path / "elsewhere")
    folder = dense(tmp_path / "model", "2_Dense" if linked else "../elsewhere")
    with pytest.raises(SettingsError, match="has a part outside of it"):
        model_folder(str(folder))


class Running:
    """What runs when a pickle of it is loaded: it makes a file."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return Path.touch, (self.place,)


def test_a_pickle_under_the_name_of_safetensors_runs_nothing(tmp_path: Path) -> None:
    folder = plain(tmp_path / "model")
    shutil.copytree(model_folder(EMBEDDED_MODEL), folder, dirs_exist_ok=True)
    planted = pickle.dumps(Running(tmp_path / "ran"))
    (folder / "model.safetensors").write_bytes(planted)
    with pytest.raises(SettingsError, match="cannot be converted"):
        converted(str(folder), tmp_path / "cache")
    assert not (tmp_path / "ran").exists()
    pickle.loads(planted)  # noqa: S301
    assert (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        ((TYPES + "Transformer", "custom_st.Pooling"), "needs code of its own"),
        (("sentence_transformers_own.Transformer",), "needs code of its own"),
        ((TYPES + "Router",), "is made of Router"),
        ((TYPES + "Transformer", TYPES + "LSTM", TYPES + "Pooling"), "is made of Transformer, LSTM, Pooling"),
        ((TYPES + "Pooling",), "begins with Transformer or StaticEmbedding"),
        ((), "is made of nothing"),
    ],
)
def test_models_of_other_kinds_are_refused(tmp_path: Path, kinds: tuple[str, ...], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        model_folder(str(model(tmp_path / "model", *kinds)))


def test_a_model_that_leaves_its_prompt_out_of_the_vector_is_refused(tmp_path: Path) -> None:
    folder = plain(tmp_path / "model")
    (folder / "1").mkdir()
    (folder / "1" / "config.json").write_text('{"pooling_mode": "mean", "include_prompt": false}')
    with pytest.raises(SettingsError, match="leaves its prompt out"):
        model_folder(str(folder))


@pytest.mark.parametrize(("text", "told"), [("{", "is damaged"), ('{"a": 1}', "is no list"), ("[1]", "is no list")])
def test_a_damaged_list_of_parts_is_told(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "modules.json").write_text(text)
    with pytest.raises(SettingsError, match=told):
        model_folder(str(tmp_path))


def test_an_architecture_that_needs_code_of_its_own_is_told(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    folder = plain(tmp_path / "model")
    told = {"model_type": "own", "auto_map": {"AutoConfig": "owner/name--own.Config", "AutoModel": "owner/name--own.M"}}
    (folder / "config.json").write_text(json.dumps(told))
    with pytest.raises(SettingsError, match="needs code of its own, which is never run"):
        converted(str(folder), tmp_path / "cache")
    assert list((tmp_path / "cache" / "models").iterdir()) == []


def test_a_model_that_was_fetched_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    kept = tmp_path / "models--owner--name"
    folder = plain(kept / "snapshots" / "abc")
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text("abc")
    assert model_folder("owner/name") == folder


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ("", "")),
        ({"prompts": {"query": "query: ", "passage": "passage: "}}, ("query: ", "passage: ")),
        (
            {"prompts": {"query": "search_query: ", "document": "search_document: "}},
            ("search_query: ", "search_document: "),
        ),
        ({"prompts": {"query": None, "document": "", "passage": "p: "}}, ("", "p: ")),
        ({"prompts": {"retrieval.query": "q ", "retrieval.passage": "p "}}, ("q ", "p ")),
        ({"prompts": {"query": "q "}, "default_prompt_name": "query"}, ("q ", "")),
        ({"prompts": {"query": "q ", "any": "a "}, "default_prompt_name": "any"}, ("q ", "a ")),
        ({"prompts": ["query"], "default_prompt_name": None}, ("", "")),
    ],
)
def test_prompts_are_the_models_own_unless_others_are_wanted(
    tmp_path: Path, settings: dict[str, Any], expected: tuple[str, str]
) -> None:
    folder = plain(tmp_path / "model", **settings)
    assert prompts_of(folder, OWN) == expected
    assert prompts_of(folder, Prompts(query="Q: ")) == ("Q: ", expected[1])
    assert prompts_of(folder, Prompts(passage="")) == (expected[0], "")


@pytest.mark.parametrize(
    ("card", "many"),
    [
        ("---\nlanguage:\n- multilingual\n- af\n- en\n---\n# Text\n", True),
        ("---\nlanguage: [en, fr]\n---\n", True),
        ("---\nlanguage: multilingual\ntags: [x]\n---\n", True),
        ("---\nlanguage: en\n---\n", False),
        ("---\nlanguage:\n- en\n- en-GB\n---\n", False),
        ("---\nlicense: mit\n---\n", False),
        ("---\nlanguage: [en, fr\n---\n", False),
        ("# No card\n\nlanguage: [en, fr]\n", False),
        (None, False),
    ],
)
def test_a_card_tells_whether_a_model_reads_many_languages(tmp_path: Path, card: str | None, many: bool) -> None:
    if card is not None:
        (tmp_path / "README.md").write_text(card)
    assert reads_many_languages(tmp_path) is many


def test_an_index_of_other_prompts_has_to_be_built_anew_and_says_so(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "posts", {"a.txt": post("Alpha", "Alpha speaks of apples and trees.")})
    sync_folder(tmp_path / "library", ToyEncoder(), folder)
    other = ToyEncoder(fingerprint="toy-1 with other prompts")
    with pytest.raises(OtherVersion, match='built with other files or prompts of the model "toy"'):
        Searcher.open(tmp_path / "library", other)
    report = sync_folder(tmp_path / "library", other, folder)
    assert any("another model, other prompts of it or" in note for note in report.notes)
    assert report.embedded == 1
    assert Searcher.open(tmp_path / "library", other)
