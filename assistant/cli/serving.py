"""The command that serves the page."""

from dataclasses import replace
from typing import Annotated

import typer

from assistant.cli.options import Index, SettingsFile, settings_of


def serve(
    index: Index = None,
    settings_file: SettingsFile = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.", show_default="7860")] = None,
) -> None:
    """Serve the web page."""
    settings = settings_of(settings_file, index)
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    from assistant.web.serve import serve as serve_page  # gradio takes two seconds to import

    serve_page(settings, typer.echo)
