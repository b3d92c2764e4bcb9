"""Settings files."""

from pathlib import Path

import pytest

from assistant.settings import Settings, load_settings
from corpus.errors import SettingsError
from index.conversion import EMBEDDED_MODEL


def written(folder: Path, text: str) -> Path:
    file = folder / "assistant.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_everything_can_be_set_and_paths_count_from_the_file(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        '[library]\nindex = "x.library"\nsources = ["posts", "https://site.example"]\ncache = "models"\n'
        'questions = "questions.jsonl"\n'
        "[desk]\nkeep_questions = true\nkeep_questions_days = 30\n"
        '[model]\nname = "./tiny"\n[web]\nhost = "0.0.0.0"\nport = 8000\norganisation = "Org"\n'
        'trusted_proxies = ["127.0.0.1", "2001:db8::/32"]\nwidget_origins = ["https://www.example.org"]\n'
        "[api]\nwithout_key = false\n",
    )
    assert load_settings(file) == Settings(
        index=tmp_path / "x.library",
        sources=(str(tmp_path / "posts"), "https://site.example"),
        questions=tmp_path / "questions.jsonl",
        keep_questions=True,
        keep_questions_days=30,
        model=str(tmp_path / "tiny"),
        cache=tmp_path / "models",
        host="0.0.0.0",
        port=8000,
        organisation="Org",
        trusted_proxies=("127.0.0.1", "2001:db8::/32"),
        widget_origins=("https://www.example.org",),
        without_key=False,
    )


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().model == EMBEDDED_MODEL
    assert load_settings().port == 7860


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[library\n", "is no TOML"),
        ("[libary]\nindex = 'x'\n", r"no table \[libary\]"),
        ("[library]\nindx = 'x'\n", 'has no "indx"; it has index, sources, cache'),
        ("[web]\nport = 'http'\n", "port must be a number"),
        ("[web]\nport = true\n", "port must be a number"),
        ("[web]\nport = 70000\n", "between 1 and 65535"),
        ("[web]\nmcp = 1\n", "mcp must be true or false"),
        ("[web]\norganisation = 3\n", "organisation must be a text"),
        ("[library]\nsources = 'posts'\n", "sources must be a list"),
        ("[api]\nwithout_key = 'no'\n", "without_key must be true or false"),
        ("[web]\nwidget_origins = 'https://a.example'\n", "widget_origins must be a list of sites"),
        ("[web]\nwidget_origins = ['https://a.example/']\n", "widget_origins must be a list of sites"),
        ("[web]\nwidget_origins = ['*']\n", "widget_origins must be a list of sites"),
        ("[desk]\nkeep_questions = 1\n", "keep_questions must be true or false"),
        ("[desk]\nkeep_questions_days = 0\n", "between 1 and 3650"),
        ("[desk]\nkeep_questions_days = true\n", "a number of days"),
        ("[web]\ntrusted_proxies = '127.0.0.1'\n", "trusted_proxies must be a list of addresses"),
        ("[web]\ntrusted_proxies = [1]\n", "trusted_proxies must be a list of addresses"),
        ("[web]\ntrusted_proxies = ['*']\n", "trusted_proxies: '\\*' does not appear to be an IPv4 or IPv6 network"),
        ("[web]\ntrusted_proxies = ['10.0.0.1/8']\n", "trusted_proxies: 10.0.0.1/8 has host bits set"),
        ("[web]\ntrusted_proxies = ['::/0']\n", "trusted_proxies must be a list of addresses"),
        ("port = 1\n", r"no table \[port\]"),
    ],
)
def test_what_cannot_be_meant_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load_settings(written(tmp_path, text))


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        load_settings(tmp_path / "none.toml")
