"""The REST interface as an application of its own, below the pages'."""

from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from assistant.web.api.door import Access, Door
from assistant.web.api.problems import add_problems
from assistant.web.api.verbs import ROOT
from assistant.web.api.views import ApiViews


def add_api(app: FastAPI, views: ApiViews, access: Access) -> None:
    """Make the interface part of an application, behind its own door."""
    api = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    views.add_to(api)
    add_problems(api)
    api.add_middleware(Door, access=access)
    app.get(ROOT)(lambda: RedirectResponse(f"{ROOT}/", 308))
    app.mount(ROOT, api)
