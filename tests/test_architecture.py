"""The house holds: who imports whom, and what no module may do."""

import ast
import re
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("corpus", "index", "assistant")
"""Each may import those before it."""
LONGEST_FILE = 350
LONGEST_FUNCTION = 70


def modules() -> dict[str, Path]:
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    names = {path: path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in paths}
    return {name.removesuffix(".__init__"): path for path, name in names.items()}


MODULES = modules()
every_module = pytest.mark.parametrize("name", sorted(MODULES))


def tree_of(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """Modules of ours that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] in PACKAGES:
                yield name if name in MODULES else name.rpartition(".")[0]


def test_there_are_modules_to_look_at() -> None:
    assert {"corpus.document", "index.build", "assistant.cli"} <= MODULES.keys()
    assert "index.models.encoder" in set(imported(tree_of("index.build")))


@every_module
def test_imports_point_from_assistant_over_index_to_corpus(name: str) -> None:
    allowed = PACKAGES[: PACKAGES.index(name.split(".", maxsplit=1)[0]) + 1]
    assert [other for other in imported(tree_of(name)) if other.split(".")[0] not in allowed] == []


def test_no_modules_import_each_other() -> None:
    TopologicalSorter({name: set(imported(tree_of(name))) - {name} for name in MODULES}).prepare()


def test_no_folders_of_the_index_import_each_other() -> None:
    """Modules right in `index` are values that all know (query, ranking) or doors that know all (build, search)."""
    graph: dict[str, set[str]] = {}
    for name in MODULES:
        if name.count(".") == 2 and name.startswith("index."):
            others = {other.rpartition(".")[0] for other in imported(tree_of(name)) if other.count(".") == 2}
            graph.setdefault(name.rpartition(".")[0], set()).update(
                other for other in others if other.startswith("index.")
            )
    assert len(graph) > 6
    TopologicalSorter({folder: others - {folder} for folder, others in graph.items()}).prepare()


@every_module
def test_no_module_is_called_after_nothing(name: str) -> None:
    assert not set(name.split(".")) & {"utils", "util", "helpers", "common", "misc"}


@every_module
def test_only_the_command_line_prints(name: str) -> None:
    calls = [node.func for node in ast.walk(tree_of(name)) if isinstance(node, ast.Call)]
    assert not [func for func in calls if isinstance(func, ast.Name) and func.id == "print"]


@every_module
def test_settings_are_read_in_the_assistant_alone(name: str) -> None:
    reads = "os.environ" in MODULES[name].read_text(encoding="utf-8") or "getenv" in MODULES[name].read_text("utf-8")
    passed_on = {"index.models.conversion", "corpus.pdf.scans"}  # they hand their own environment to a child process
    assert not reads or name.startswith("assistant") or name in passed_on


@every_module
def test_files_and_functions_are_of_a_size_to_be_read(name: str) -> None:
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    functions = [node for node in ast.walk(tree_of(name)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [one.name for one in functions if (one.end_lineno or 0) - one.lineno + 1 > LONGEST_FUNCTION]
    assert long == []


@every_module
def test_nothing_that_runs_code_is_loaded(name: str) -> None:
    foreign = {
        alias.name.split(".")[0]
        for node in ast.walk(tree_of(name))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in ([ast.alias(node.module or "")] if isinstance(node, ast.ImportFrom) else node.names)
    }
    assert not foreign & {"pickle", "joblib", "dill", "marshal", "shelve"}


def test_models_are_loaded_as_data_from_this_machine() -> None:
    calls = [
        {one.arg: ast.unparse(one.value) for one in node.keywords}
        for name in MODULES
        for node in ast.walk(tree_of(name))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("SentenceTransformer", "from_pretrained"))
    ]
    assert len(calls) == 2
    for asked in calls:
        assert asked["trust_remote_code"] == "False"
        assert asked["local_files_only"] == "True"
        assert asked["model_kwargs"] == "{'use_safetensors': True}"


RUNNING = {"eval", "exec", "compile", "__import__"}
LOADING = {"torch.load", "np.load", "numpy.load", "yaml.load", "yaml.unsafe_load", "yaml.full_load", "tempfile.mktemp"}


@every_module
def test_no_text_is_run_and_nothing_loaded_that_could_run(name: str) -> None:
    called = {ast.unparse(node.func) for node in ast.walk(tree_of(name)) if isinstance(node, ast.Call)}
    assert not called & (RUNNING | LOADING)


def test_the_rules_about_security_are_on() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in told["select"]
    assert {one for one in told["ignore"] if re.fullmatch("S[0-9]+", one)} == {"S101", "S603", "S607"}
    exempt = {rule for one, rules in told["per-file-ignores"].items() if not one.startswith("tests") for rule in rules}
    assert {one for one in exempt if re.fullmatch("S[0-9]+", one)} == {"S105", "S311", "S608", "S704"}
    ours = [path.read_text(encoding="utf-8") for path in MODULES.values()]
    assert not [text for text in ours if re.search("# noqa(?!: )|# noqa: .*S[0-9]", text)]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests").rglob("*.py")) + sorted(MODULES.values()), ids=lambda path: path.stem
)
def test_an_ignored_type_error_is_named(path: Path) -> None:
    bare = re.compile("# type: " + r"ignore(?!\[[a-z-])")
    assert not bare.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*.py")), ids=lambda path: path.stem)
def test_no_test_stops_the_clock_of_its_process(path: Path) -> None:
    """Servers of other tests run in it: a timer that is set while the clock stands elsewhere never rings."""
    assert not re.search(r"setattr\((?:time|[\"'][\w.]*\btime\.\w+[\"']),", path.read_text(encoding="utf-8"))
