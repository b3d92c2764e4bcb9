"""`assistant mcp`: a real process, and the protocol's own client at its other end."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from mcp import StdioServerParameters
from mcp.client.stdio import stdio_client

from tests.assistant.cli.commands import ENVIRONMENT, assistant, refused
from tests.assistant.model_context.talking import spoken

HELLO = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}  # fmt: skip
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}
ASKED = {
    "jsonrpc": "2.0", "id": 2, "method": "tools/call",
    "params": {"name": "ask", "arguments": {"question": "What is EAEA's position on micro-credentials?"}},
}  # fmt: skip


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_starts_it_and_gets_a_cited_answer(sample_library: Path, mode: str) -> None:
    command = ["-m", "assistant.cli", "mcp", "--index", str(sample_library)]
    started = StdioServerParameters(command=sys.executable, args=command, env=ENVIRONMENT)

    async def ask(client: object) -> object:
        return await client.call_tool("ask", ASKED["params"]["arguments"])  # type: ignore[attr-defined, index]

    answer = spoken(stdio_client(started), ask, mode).structured_content
    assert answer["status"] == "answered"
    assert answer["citations"][0]["quote"]


def test_nothing_but_the_protocol_stands_on_standard_output(sample_library: Path) -> None:
    sent = "not json\n" + "".join(json.dumps(one) + "\n" for one in (HELLO, READY, ASKED))
    command = [sys.executable, "-m", "assistant.cli", "mcp", "--index", str(sample_library)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as process:
        assert process.stdin and process.stdout
        process.stdin.write(sent)
        process.stdin.flush()
        lines = [json.loads(process.stdout.readline()) for _ in (HELLO, ASKED)]
        process.stdin.close()
        rest = process.stdout.read()
    assert [line["id"] for line in lines] == [1, 2]
    assert lines[1]["result"]["structuredContent"]["status"] == "answered"
    assert rest == ""
    assert process.returncode == 0


def test_no_library_is_told_in_a_sentence(tmp_path: Path) -> None:
    run = assistant("mcp", "--index", tmp_path / "none")
    assert run.stdout == ""
    assert "none" in refused(run)


WITHOUT = """
import sys
sys.modules["mcp"] = None
from assistant.cli import main
sys.argv = ["assistant", "mcp"]
main()
"""
OTHERS = "import assistant.cli, assistant.api, sys; print([one for one in ('mcp', 'mcp_types') if one in sys.modules])"


def test_a_missing_package_is_told_in_a_sentence() -> None:
    run = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert run.stdout == ""
    assert refused(run) == (
        "assistant: The package “mcp” is not installed. "
        "Install it with: pip install --require-hashes --no-deps -r requirements/extras.lock.\n"
    )


def test_no_other_command_reads_the_package() -> None:
    run = subprocess.run([sys.executable, "-c", OTHERS], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    assert run.stdout == "[]\n"
