"""The command that answers programs of the Model Context Protocol."""

from assistant.cli.options import Index, SettingsFile, settings_of
from assistant.wire import require_mcp


def mcp(index: Index = None, settings_file: SettingsFile = None) -> None:
    """Answer a program with a language model (Model Context Protocol) over standard input and output."""
    settings = settings_of(settings_file, index)
    require_mcp()
    from assistant.mcp.stdio import serve_stdio  # takes half a second to import, and is an extra

    serve_stdio(settings)
