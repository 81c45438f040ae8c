"""From fields to a checked model, and from what the model refuses to problems at their places."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .front_matter import Path, Place
from .problem import Problem
from .source import Source

Checked = TypeVar("Checked", bound=BaseModel)


def checked(model: type[Checked], source: Source, values: Any = None, inside: Path = ()) -> Checked | None:
    """The fields as `model`; what it refuses is added to the source's problems.

    `values` and `inside` are given where the model describes only a part of the file.
    """
    if values is None:
        values = source.fields.values
    try:
        return model.model_validate(values)
    except ValidationError as error:
        source.problems += _new(source, list(_problems(model, source, error.errors(), inside)))
        return None


def _new(source: Source, found: list[Problem]) -> list[Problem]:
    # A line that could not be read as YAML has had its message.
    known = {problem.line for problem in source.problems if problem.line > 1}
    return [problem for problem in found if problem.line not in known]


def _problems(
    model: type[BaseModel], source: Source, errors: list[ErrorDetails], inside: Path
) -> Iterator[Problem]:
    misspelt = {_nearest(model, error) for error in errors if error["type"] == "extra_forbidden"}
    for error in errors:
        path = (*inside, *_path(error, source, inside))
        if error["type"] == "missing":
            if (*error["loc"][:-1], error["loc"][-1]) not in misspelt:
                yield _missing(model, source, error, path)
        elif error["type"] == "extra_forbidden":
            yield _unknown(model, source, error, path)
        else:
            said, fix = _words(error)
            at = error.get("ctx", {}).get("at", "")
            message = said if at or not path else f"{_name(path)} {said}"
            yield source.problem(source.place((*path, at) if at else path), message, fix)


def _path(error: ErrorDetails, source: Source, inside: Path) -> Path:
    """The error's place in the file: the part of its location that the file has keys or entries for."""
    path = tuple(error["loc"])
    while (
        path and (*inside, *path) not in source.fields.places and (*inside, *path) not in source.fields.keys
    ):
        if error["type"] in {"missing"}:
            return path
        path = path[:-1]
    return path


def _missing(model: type[BaseModel], source: Source, error: ErrorDetails, path: Path) -> Problem:
    name = str(error["loc"][-1])
    known = _field(model, tuple(error["loc"]))
    fix = f"add a line:  {name}: …" + (f"   ({known})" if known else "")
    holder = _name(path[:-1])
    place = source.place(path[:-1]) if path[:-1] else _top(source)
    return source.problem(place, f"{name} is missing" + (f" from {holder}" if holder else ""), fix)


def _top(source: Source) -> Place:
    for number, line in enumerate(source.lines, 1):
        if line.strip():
            return Place(number, 1)
    return Place(1, 1)


def _unknown(model: type[BaseModel], source: Source, error: ErrorDetails, path: Path) -> Problem:
    near = _nearest(model, error)
    name = str(error["loc"][-1])
    fix = (
        f"did you mean {near[-1]}?"
        if near
        else f"delete the line; the fields are: {', '.join(_names(model, tuple(error['loc'][:-1])))}"
    )
    place = source.fields.keys.get(path) or source.place(path)
    return source.problem(place, f"there is no field called {name}", fix)


def _nearest(model: type[BaseModel], error: ErrorDetails) -> tuple[int | str, ...]:
    *holder, name = error["loc"]
    spelled = str(name).lower().replace("-", "_").replace(" ", "_")
    near = get_close_matches(spelled, _names(model, tuple(holder)), 1, 0.6)
    return (*holder, near[0]) if near else ()


def _names(model: type[BaseModel], holder: tuple[int | str, ...]) -> list[str]:
    found = _model_at(model, holder)
    return list(found.model_fields) if found else []


def _field(model: type[BaseModel], path: tuple[int | str, ...]) -> str:
    holder = _model_at(model, path[:-1])
    known = holder.model_fields.get(str(path[-1])) if holder else None
    return (known.description or "") if known else ""


def _model_at(model: type[BaseModel], path: tuple[int | str, ...]) -> type[BaseModel] | None:
    for step in path:
        if "root" in model.model_fields:  # a file that is a list
            model = _inner_model(model.model_fields["root"].annotation) or model
        if step in model.model_fields:
            inner = _inner_model(model.model_fields[str(step)].annotation)
            if inner is None:
                return None
            model = inner
    return model


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _inner_model(inner))), None)


def _words(error: ErrorDetails) -> tuple[str, str]:
    context = error.get("ctx", {})
    if error["type"] == "anthology":
        return str(context["said"]), str(context["fix"])
    if error["type"] in {"model_type", "dict_type", "model_attributes_type"}:
        return "is not a group of fields", "write its fields below it, indented by two spaces:  name: value"
    return f"cannot be read: {error['msg'].lower()}", "compare it with the example in CONTRIBUTING"


def _name(path: Path) -> str:
    """`links 2 url` for ("links", 1, "url")."""
    return " ".join(str(step + 1) if isinstance(step, int) else step for step in path)
