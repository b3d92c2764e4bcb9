"""Settings files."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

import assistant.settings
from assistant.settings import TABLES, Settings, load_settings
from assistant.wire import place_of
from corpus.errors import SettingsError
from index.models.model_files import EMBEDDED_MODEL


def written(folder: Path, text: str) -> Path:
    file = folder / "assistant.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_the_docstring_tells_is_a_settings_file_with_every_setting(tmp_path: Path) -> None:
    (block,) = re.findall(r"may hold::\n\n(.*)\n\nRelative", assistant.settings.__doc__ or "", re.DOTALL)
    text = dedent(block)
    told = tomllib.loads(text)
    assert {table: set(keys) for table, keys in told.items()} == {table: set(keys) for table, keys in TABLES.items()}
    settings = load_settings(written(tmp_path, text))
    assert settings.widget_origins == ("https://www.example.org",)
    assert settings.organisation == Settings().organisation


def test_everything_can_be_set_and_paths_count_from_the_file(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        '[library]\nindex = "x.library"\nsources = ["posts", "https://site.example"]\ncache = "models"\n'
        'questions = "questions.jsonl"\n'
        'internal = ["minutes", "https://intranet.example"]\n'
        "[desk]\nkeep_questions = true\nkeep_questions_days = 30\n"
        '[model]\nname = "./tiny"\nquery_prompt = "query: "\npassage_prompt = ""\nmultilingual = true\n'
        '[web]\nhost = "0.0.0.0"\nport = 8000\norganisation = "Org"\nlanguage = "fi"\n'
        'trusted_proxies = ["127.0.0.1", "2001:db8::/32"]\nmetrics_from = ["10.0.0.5"]\n'
        'widget_origins = ["https://www.example.org"]\n[api]\nwithout_key = false\n'
        '[log]\nformat = "json"\nlevel = "warning"\naddresses = "network"\n'
        '[sign_in]\nheader = "X-Remote-User"\nheader_role = "member"\nopenid_issuer = "https://login.example.org/x"\n'
        'openid_client = "assistant"\nopenid_claim = "upn"\nopenid_role = "staff"\n',
    )
    assert load_settings(file) == Settings(
        file=file,
        index=tmp_path / "x.library",
        sources=(str(tmp_path / "posts"), "https://site.example"),
        questions=tmp_path / "questions.jsonl",
        internal=(str(tmp_path / "minutes"), "https://intranet.example"),
        keep_questions=True,
        keep_questions_days=30,
        model=str(tmp_path / "tiny"),
        query_prompt="query: ",
        passage_prompt="",
        multilingual=True,
        cache=tmp_path / "models",
        host="0.0.0.0",
        port=8000,
        language="fi",
        organisation="Org",
        trusted_proxies=("127.0.0.1", "2001:db8::/32"),
        metrics_from=("10.0.0.5",),
        log_format="json",
        log_level="warning",
        log_addresses="network",
        header="X-Remote-User",
        header_role="member",
        openid_issuer="https://login.example.org/x",
        openid_client="assistant",
        openid_claim="upn",
        openid_role="staff",
        widget_origins=("https://www.example.org",),
        without_key=False,
    )


def test_pages_for_members_let_nobody_else_ask_from_other_sites(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, '[web]\naccess = "members"\n')).access == "members"
    both = '[web]\naccess = "members"\nwidget_origins = ["https://www.example.org"]\n'
    with pytest.raises(SettingsError, match="widget_origins lets everybody ask, and access does not"):
        load_settings(written(tmp_path, both))


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().model == EMBEDDED_MODEL
    assert load_settings().port == 7860


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[library\n", "is no TOML"),
        (f"[web]\nport = {'9' * 5000}\n", "is no TOML"),
        (f"[library]\nsources = {'[' * 2000}\n", "is no TOML"),
        ("[library]\nindex = '~nobody_of_this_name/x'\n", "index begins with ~ and a name"),
        ('[look]\nlogo = "a\\u0000b"\n', "logo holds a zero byte"),
        ("[libary]\nindex = 'x'\n", r"no table \[libary\]"),
        ("[library]\nindx = 'x'\n", 'has no "indx"; it has index, sources, internal, cache'),
        ("[web]\nport = 'http'\n", "port must be a number"),
        ("[web]\nport = true\n", "port must be a number"),
        ("[web]\nport = 70000\n", "between 1 and 65535"),
        ("[web]\nmcp = 1\n", "mcp must be true or false"),
        ("[web]\norganisation = 3\n", "organisation must be a text"),
        ("[library]\nsources = 'posts'\n", "sources must be a list"),
        ("[library]\ninternal = true\n", "internal must be a list"),
        ("[web]\naccess = 'everybody'\n", "access must be one of open, members, staff"),
        ("[web]\naccess = true\n", "access must be one of open, members, staff"),
        ("[sign_in]\nheader = 'X-Remote-User'\n", "header is believed of trusted_proxies alone"),
        ("[sign_in]\nheader = 'X Remote'\n", "header must be the name of a header"),
        ("[sign_in]\nheader_role = 'admin'\n", "header_role must be one of member, staff"),
        ("[sign_in]\nopenid_role = ''\n", "openid_role must be one of member, staff"),
        ("[sign_in]\nopenid_issuer = 'https://login.example.org'\n", "openid_issuer and openid_client need each other"),
        ("[sign_in]\nopenid_issuer = 'http://login.example.org'\n", "openid_issuer must be an address"),
        ("[sign_in]\nopenid_issuer = 'https://x/?a=b'\n", "openid_issuer must be an address"),
        ("[sign_in]\nopenid_secret = 'x'\n", 'has no "openid_secret"'),
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
        ("[web]\nmetrics_from = ['10.0.0.1/8']\n", "metrics_from: 10.0.0.1/8 has host bits set"),
        ("[log]\nformat = 'xml'\n", 'format must be "text" or "json"'),
        ("[log]\nlevel = 3\n", 'level must be "debug", "info", "warning" or "error"'),
        ("[log]\naddresses = true\n", 'addresses must be "none" or "network"'),
        ("[model]\nquery_prompt = 1\n", "query_prompt must be a text in quotes"),
        ("[model]\npassage_prompt = false\n", "passage_prompt must be a text in quotes"),
        ("[model]\nmultilingual = 'many'\n", "multilingual must be true or false"),
        ("[web]\nlanguage = 'sv'\n", "language must be one of en, fr, de, es, fi"),
        ("[web]\nlanguage = ['fr']\n", "language must be one of"),
        ("[library]\nmilvus = 'milvus.example.org'\n", "milvus must be an address such as"),
        ("[library]\nmilvus = 'http://root:secret@milvus.example.org:19530'\n", "milvus must be an address such as"),
        ("[library]\nmilvus = 'http://milvus.example.org:port'\n", "milvus must be an address such as"),
        ("[library]\nmilvus = './milvus.db'\n", "milvus must be an address such as"),
        ("[library]\nmilvus_name = '1-a'\n", "milvus_name must be a name of up to 64 letters"),
        ("[library]\nmilvus_token = 'x'\n", 'has no "milvus_token"'),
        ("port = 1\n", r"no table \[port\]"),
    ],
)
def test_what_cannot_be_meant_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load_settings(written(tmp_path, text))


def test_a_models_name_is_a_folder_where_there_is_one_and_else_its_name_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "models" / "tiny").mkdir(parents=True)
    for name, meant in (
        ("models/tiny", str(tmp_path / "models/tiny")),
        ("owner/name", "owner/name"),
        ("./owner/name", str(tmp_path / "owner/name")),
        ("one/two/three", str(tmp_path / "one/two/three")),
        ("/models/x", "/models/x"),
        (EMBEDDED_MODEL, EMBEDDED_MODEL),
    ):
        assert load_settings(written(tmp_path, f'[model]\nname = "{name}"\n')).model == meant


def test_a_milvus_server_is_named_with_a_token_that_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_MILVUS_TOKEN", "root:a secret")
    told = '[library]\nmilvus = "https://milvus.example.org:19530"\nmilvus_name = "eaea"\n'
    settings = load_settings(written(tmp_path, told))
    assert settings.milvus_token == "root:a secret" and "a secret" not in repr(settings)
    monkeypatch.setattr("assistant.wire.find_spec", lambda _: True)
    place = place_of(settings)
    assert place and (place.cluster.address, place.alias) == ("https://milvus.example.org:19530", "eaea")
    assert place_of(replace(settings, milvus="")) is None
    monkeypatch.setattr("assistant.wire.find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"-r requirements/extras\.lock"):
        place_of(settings)


def test_the_secret_comes_from_the_environment_and_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_OPENID_SECRET", "a secret of both")
    monkeypatch.chdir(tmp_path)
    for settings in (load_settings(), load_settings(written(tmp_path, "[web]\nport = 8000\n"))):
        assert settings.openid_secret == "a secret of both" and "a secret" not in repr(settings)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        load_settings(tmp_path / "none.toml")
