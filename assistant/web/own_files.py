"""What every page loads: styles, scripts, the icon, and the organisation's look. Nothing in them is of a visitor."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response

from assistant.web.look import Look

FOLDER = Path(__file__).parent
LOGO_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


def add_files(app: FastAPI) -> None:
    """Serve the files that pages name."""

    # No parameters: FastAPI would let the address set them.
    @app.get("/page/style.css")
    def style() -> FileResponse:
        return _own_file("style.css")

    @app.get("/page/workbench.css")
    def workbench() -> FileResponse:
        return _own_file("workbench.css")

    @app.get("/page/report.css")
    def report() -> FileResponse:
        return _own_file("report.css")

    @app.get("/page/sync.js")
    def sync() -> FileResponse:
        return _own_file("sync.js")

    @app.get("/page/language.js")
    def language() -> FileResponse:
        return _own_file("language.js")

    @app.get("/page/page.js")
    def script() -> FileResponse:
        return _own_file("page.js")

    @app.get("/page/icon.svg")
    @app.get("/favicon.ico")
    def icon() -> FileResponse:
        return _own_file("icon.svg")


def add_look(app: FastAPI, look: Look) -> None:
    """Serve the organisation's colours and its logo."""

    @app.get("/page/look.css")
    def style() -> Response:
        return Response(look.css, media_type="text/css", headers={"Cache-Control": "no-cache"})

    @app.get("/page/logo")
    def logo() -> Response:
        if look.logo is None:
            return Response(status_code=404)
        # Opened by itself, a picture of this kind is a document, which could hold scripts.
        told = {"Content-Security-Policy": LOGO_POLICY, "Cache-Control": "no-cache"}
        return Response(look.logo.data, media_type=look.logo.media_type, headers=told)


def _own_file(name: str) -> FileResponse:
    return FileResponse(FOLDER / name, headers={"Cache-Control": "no-cache"})
