"""The parts that a site may do without (`without` in mkdocs.yml), each with all that belongs to it."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_origin

from pydantic import BaseModel, create_model

Filled = TypeVar("Filled", bound=BaseModel)


class SitePart(NamedTuple):
    """A part of a site. Where it is switched off, the files, pages and fields named here are not read.

    `page` is the id of the page that lists it, `kind` that of files that are of it alone, `file` one that all posts
    share, `format` that of essays, `field` that of posts and of the settings, which then have its default.
    """

    page: str = ""
    kind: str = ""
    file: str = ""
    format: str = ""
    field: str = ""

    def has(self, kind: str, page: str) -> bool:
        """Tell if a file of this kind, with the page of this id, is of this part alone."""
        return self.kind == kind or bool(page and self.page == page)


PARTS = {
    "archive": SitePart(page="archive"),
    "content-notes": SitePart(field="content_notes"),
    "exit": SitePart(field="exit"),
    "help": SitePart(page="help", file="docs/help.yml"),
    "podcast": SitePart(page="episodes", kind="episode", file="episodes/show.yml"),
    "practices": SitePart(page="practices", kind="practice", field="practices"),
    "subscribe": SitePart(page="subscribe"),
    "threads": SitePart(format="thread"),
    "topics": SitePart(page="topics", field="topics"),
}


def site_parts(names: Iterable[str]) -> tuple[SitePart, ...]:
    """The parts of these names."""
    return tuple(PARTS[name] for name in names)


def without_parts(fields: Filled, parts: Iterable[SitePart]) -> Filled:
    """The fields of a file, or the settings, in which those of these parts have their defaults."""
    model = type(fields)
    defaults = {part.field: _default(model, part.field) for part in parts if part.field in model.model_fields}
    return fields.model_copy(update=defaults) if defaults else fields


@cache
def model_with_optional_parts(model: type[Filled], parts: tuple[SitePart, ...]) -> type[Filled]:
    """The model with the required fields of these parts, which are lists of texts, made optional."""
    required = [part.field for part in parts if part.field and _is_required(model, part.field)]
    fields: dict[str, Any] = {name: (list[str], []) for name in required}
    result: type[Filled] = create_model(model.__name__, __base__=model, **fields) if fields else model
    return result


def _is_required(model: type[BaseModel], name: str) -> bool:
    return name in model.model_fields and model.model_fields[name].is_required()


def _default(model: type[BaseModel], name: str) -> Any:
    field = model.model_fields[name]
    is_list = field.is_required() and get_origin(field.annotation) is list
    return [] if is_list else field.get_default(call_default_factory=True)
