"""Every way into the application, found by walking its routes: a new one is tried without being named anywhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.routing import BaseRoute, Mount, Route

from assistant.web.views.asking import FILTERS

OF_PAGES = ("q", "after", "old", "new", "first", "second", "page", "next", "name", "form", "session_hash", *FILTERS)
"""What pages read from an address without declaring it; all are sent at once, which the API does not allow."""


@dataclass(frozen=True, slots=True)
class Way:
    """One method at one route. `path` has its parts in braces; `query` and `form` name what it says it reads."""

    method: str
    path: str
    query: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    of_gradio: bool = False

    @property
    def is_api(self) -> bool:
        """Whether it has the door of programs, where a key tells who asks and no cookie counts."""
        return self.path.startswith("/api/") or self.path == "/mcp"

    @property
    def parts(self) -> tuple[str, ...]:
        """The names in its path."""
        return tuple(one.partition("}")[0] for one in self.path.split("{")[1:])

    def filled(self, value: str) -> str:
        """Its path with a value in every part, as it is."""
        path = self.path
        for part in self.parts:
            path = path.replace("{" + part + "}", value)
        return path


def ways_into(routes: Iterable[BaseRoute], above: str = "", *, of_gradio: bool = False) -> Iterator[Way]:
    """All ways of an application and of those that are mounted within it. Raises TypeError for a kind of route that is
    not known here, so that none is left out.
    """
    for route in routes:
        if isinstance(route, Mount):
            yield from ways_into(route.routes, above + route.path, of_gradio=of_gradio or not route.path)
        elif isinstance(route, APIRoute):
            query = tuple(_names(route.dependant.query_params))
            form = tuple(_names(route.dependant.body_params))
            for method in sorted(route.methods or ()):
                yield Way(method, above + route.path, query, form, of_gradio)
        elif isinstance(route, Route):
            for method in sorted(route.methods or {"GET", "POST"}):
                yield Way(method, above + route.path, of_gradio=of_gradio)
        elif (included := getattr(route, "original_router", None)) is not None:
            yield from ways_into(included.routes, above, of_gradio=of_gradio)
        else:
            raise TypeError(f"{above}: a route of an unknown kind, {route}")


def _names(fields: Iterable[Any]) -> Iterator[str]:
    """The names under which values are sent; those of a model's fields where one is taken apart."""
    for one in fields:
        kind = one.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from kind.model_fields
        else:
            yield one.alias
