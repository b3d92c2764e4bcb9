"""Settings of every value: each key takes what it can mean and comes back, or is named in one sentence."""

import json
from dataclasses import fields
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.setting_rules import LANGUAGES
from assistant.settings import TABLES, Settings, load_settings
from corpus.errors import SettingsError

KEYS = [(table, key) for table, keys in TABLES.items() for key in keys]
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=40)
FLAGS = st.booleans()
NAMES = st.from_regex(r"[a-z][a-z0-9_-]{0,20}", fullmatch=True)
HOSTS = st.sampled_from(["a.example", "www.example.org", "127.0.0.1", "xn--bcher-kva.example"])
NETWORKS = st.lists(st.ip_addresses().map(str) | st.sampled_from(["10.0.0.0/8", "2001:db8::/32"]), max_size=3)
ROLES = st.sampled_from(["member", "staff"])
COLOURS = st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True)
MEANT: dict[str, st.SearchStrategy[Any]] = {
    "index": NAMES, "questions": NAMES, "vocabulary": NAMES, "catalogue": NAMES, "logo": NAMES, "cache": NAMES,
    "sources": st.lists(NAMES | HOSTS.map("https://{}/a".format), max_size=3), "internal": st.lists(NAMES, max_size=2),
    "milvus": HOSTS.map("https://{}:19530".format),
    "milvus_name": st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,9}", fullmatch=True),
    "delay": st.integers(0, 60) | st.floats(0, 60), "keep_questions_days": st.integers(1, 3650),
    "name": NAMES, "query_prompt": TEXTS, "passage_prompt": TEXTS, "host": HOSTS, "port": st.integers(1, 65535),
    "organisation": TEXTS, "language": st.sampled_from(LANGUAGES), "access": st.just("open"),
    "trusted_proxies": NETWORKS, "metrics_from": NETWORKS,
    "widget_origins": st.lists(HOSTS.map("https://{}".format), max_size=2),
    "format": st.sampled_from(["text", "json"]), "level": st.sampled_from(["debug", "info", "warning", "error"]),
    "addresses": st.sampled_from(["none", "network"]), "header_role": ROLES, "openid_role": ROLES,
    "openid_claim": NAMES, "accent": COLOURS, "accent_dark": COLOURS, "title": TEXTS, "welcome": TEXTS,
    "allow_private_hosts": FLAGS, "wordpress": FLAGS, "keep_questions": FLAGS, "multilingual": FLAGS, "mcp": FLAGS,
    "without_key": FLAGS,
}  # fmt: skip
"""What each key can mean, of those that mean something without another one."""
TOGETHER = {"header", "openid_issuer", "openid_client"}
PATHS = {"index", "cache", "questions", "vocabulary", "catalogue", "logo"}


def as_toml(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(map(as_toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {as_toml(one)}" for key, one in value.items()) + "}"
    return value.isoformat() if isinstance(value, date | time) else repr(value)


def written(folder: Path, told: dict[str, dict[str, Any]]) -> Path:
    lines = [
        line
        for table, entries in told.items()
        for line in (f"[{table}]", *(f"{key} = {as_toml(one)}" for key, one in entries.items()))
    ]
    file = folder / "assistant.toml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def field_of(table: str, key: str) -> str:
    return "model" if key == "name" else f"log_{key}" if table == "log" else key


def meant(folder: Path, key: str, value: object) -> object:
    """What a setting is when it was read: paths from the folder of the file, lists as tuples."""
    if key in ("sources", "internal"):
        assert isinstance(value, list)
        return tuple(one if "://" in one else str(folder / one) for one in value)
    if key in PATHS:
        return folder / str(value)
    return tuple(value) if isinstance(value, list) else value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings")


def test_every_key_can_be_meant_here() -> None:
    assert {key for _, key in KEYS} == set(MEANT) | TOGETHER


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_meant_comes_back_and_all_else_is_the_default(folder: Path, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from([one for one in KEYS if one[1] in MEANT]), max_size=8, unique=True))
    told: dict[str, dict[str, Any]] = {}
    for table, key in chosen:
        told.setdefault(table, {})[key] = data.draw(MEANT[key], label=key)
    found = load_settings(written(folder, told))
    plain = load_settings(written(folder, {}))
    expected = {field_of(table, key): meant(folder, key, told[table][key]) for table, key in chosen}
    for one in fields(Settings):
        assert getattr(found, one.name) == expected.get(one.name, getattr(plain, one.name)), one.name


VALUES = st.recursive(
    FLAGS | st.integers(-(2**63), 2**63 - 1) | st.floats() | TEXTS | st.dates() | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", min_size=1), inner, max_size=2),
    max_leaves=4,
)
SHAPED = st.sampled_from(
    [
        "",
        "~",
        "~nobody_of_this_name/x",
        "a\x00b",
        "http://[::1",
        "https://a@b",
        "//",
        "::/0",
        "#0b556",
        "🎓",
        "../..",
        "٣",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(key=st.sampled_from(KEYS), value=VALUES | SHAPED | st.lists(SHAPED, max_size=2))
def test_any_other_value_is_meant_or_refused_by_the_name_of_its_key(
    folder: Path, key: tuple[str, str], value: object
) -> None:
    file = written(folder, {key[0]: {key[1]: value}})
    try:
        found = load_settings(file)
    except SettingsError as error:
        assert str(error).startswith(f"{file}: ") and key[1] in str(error), str(error)
        return
    kind = type(getattr(found, field_of(*key)))
    assert kind in (str, int, float, bool, tuple) or issubclass(kind, Path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(text=st.text(st.sampled_from("[]{}=.,#'\"\n a1é\\\x00\ud800") | st.characters(), max_size=60))
def test_any_text_is_settings_or_one_sentence(folder: Path, text: str) -> None:
    file = folder / "assistant.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        load_settings(file)
    except SettingsError as error:
        assert str(file) in str(error)
