"""From fields to a checked model, and from what the model refuses to problems at their places.

What a model refuses is left out and the rest is read again, so that one run shows the problems of
every field, and what refers to others can be checked even where a neighbour is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError, create_model
from pydantic_core import ErrorDetails

from anthology.problems import FieldPath, Issue, Position, Problem
from anthology.unicode import unseen, without_unseen

from .source import Source

# The second round tries the rules; more are needed only where groups stand in groups.
_MOST_ROUNDS = 8

Checked = TypeVar("Checked", bound=BaseModel)


class Reading(NamedTuple, Generic[Checked]):
    """The fields of a file; where they are not `whole`, what was refused or missing is None or empty."""

    fields: Checked
    whole: bool


def checked(
    model: type[Checked], source: Source, values: Any = None, inside: FieldPath = ()
) -> Reading[Checked]:
    """The fields as `model`; what it refuses is added to the source's problems.

    `values` and `inside` are given where the model describes only a part of the file.
    """
    if values is None:
        values = source.fields.values
    try:
        if source.readable:
            return Reading(model.model_validate(values), not source.lost)
    except ValidationError as error:
        return _partly(model, source, values, error.errors(), inside)
    return Reading(_empty(model), False)


def _partly(
    model: type[Checked], source: Source, values: Any, errors: list[ErrorDetails], inside: FieldPath
) -> Reading[Checked]:
    """The model without what was refused; the rules over several fields are tried on what is left."""
    forgiving = _forgiving(model)
    refused: set[str] = set(source.lost)
    errors = [error for error in errors if not source.lost & {str(path[0]) for path in _about(error) if path}]
    _report(model, source, errors, inside)
    for _ in range(_MOST_ROUNDS):
        pruned = _without(values, {path for error in errors for path in _about(error)})
        refused |= {str(path[0]) for error in errors for path in _about(error) if path}
        if not isinstance(values, dict) or not _has_fields(model):
            break
        try:
            return Reading(forgiving.model_validate(pruned, context=refused), False)
        except ValidationError as error:
            # What is left of a group that was pruned may be refused in turn; that is no news.
            values, errors = pruned, error.errors()
            _report(model, source, [found for found in errors if not found["loc"]], inside)
    return Reading(_empty(model), False)


def _about(error: ErrorDetails) -> list[FieldPath]:
    """What has to go for an error to go. Lists go as a whole: their entries must keep their numbers."""
    loc: FieldPath = tuple(error["loc"])
    if not loc:
        return [(str(name),) for name in error.get("ctx", {}).get("of", ())]
    if loc[1:] and (error["type"] == "missing" or loc[-1] == "[key]"):
        loc = loc[:-1]
    numbers = [index for index, step in enumerate(loc) if isinstance(step, int)]
    return [loc[: numbers[0]] if numbers else loc]


def _without(value: Any, paths: set[FieldPath]) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: {path[1:] for path in paths if path[:1] == (name,)} for name in value}
    return {name: _without(part, inner[name]) for name, part in value.items() if () not in inner[name]}


@cache
def _forgiving(model: type[Checked]) -> type[Checked]:
    """The same model, of which no field is required."""
    if not _has_fields(model):
        return model
    fields: dict[str, Any] = {
        name: (
            Annotated[(field.annotation, *field.metadata)],
            [] if get_origin(field.annotation) is list else None,
        )
        for name, field in model.model_fields.items()
        if field.is_required()
    }
    forgiving: type[Checked] = create_model(model.__name__, __base__=model, **fields)
    return forgiving


def _empty(model: type[Checked]) -> Checked:
    empty: Checked = _forgiving(model).model_construct(*([] if _has_fields(model) else [[]]))
    return empty


def _has_fields(model: type[BaseModel]) -> bool:
    return "root" not in model.model_fields


def _report(model: type[BaseModel], source: Source, errors: list[ErrorDetails], inside: FieldPath) -> None:
    for problem in list(_problems(model, source, errors, inside)):
        # A line that had to be mended has had its message.
        if problem.line not in source.misread:
            source.problems.append(problem)


def _problems(
    model: type[BaseModel], source: Source, errors: list[ErrorDetails], inside: FieldPath
) -> Iterator[Problem]:
    misspelt = {_nearest(model, error) for error in errors if error["type"] == "extra_forbidden"}
    for error in errors:
        path = (*inside, *_path(error, source, inside))
        if error["type"] == "missing":
            if error["loc"] not in misspelt:
                yield _missing(model, source, error, path)
        elif error["type"] == "extra_forbidden":
            yield _unknown(model, source, error, path)
        else:
            said, fix = _words(model, error)
            at = error.get("ctx", {}).get("at", "")
            named = f"a name in {_name(path[:-1])}" if _of_key(error) else _name(path)
            message = said if at or not path else f"{named} {said}"
            yield source.problem(Issue(message, fix, _place(source, error, (*path, at) if at else path)))


def _path(error: ErrorDetails, source: Source, inside: FieldPath) -> FieldPath:
    """The error's place in the file: the part of its location that the file has keys or entries for."""
    path = tuple(error["loc"])
    if error["type"] == "missing":
        return path
    while path and (*inside, *path) not in source.fields.positions:
        path = path[:-1]
    return path


def _place(source: Source, error: ErrorDetails, path: FieldPath) -> Position | None:
    if _of_key(error):
        return source.fields.keys.get(path)
    return _of_value(source, path) if path else _top(source)


def _of_key(error: ErrorDetails) -> bool:
    # pydantic says so where not the value of an entry is wrong, but its name.
    return error["loc"][-1:] == ("[key]",)


def _of_value(source: Source, path: FieldPath) -> Position | None:
    """Where a value stands; of a blank one, where its name stands."""
    blank = _value_at(source, path) in (None, "")
    return (source.fields.keys.get(path) if blank else None) or source.position(path)


def _value_at(source: Source, path: FieldPath) -> Any:
    value: Any = source.fields.top
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _missing(model: type[BaseModel], source: Source, error: ErrorDetails, path: FieldPath) -> Problem:
    name = str(error["loc"][-1])
    known = _field(model, tuple(error["loc"]))
    fix = f"add a line:  {name}: …" + (f"   ({known})" if known else "")
    holder = _name(path[:-1])
    place = source.position(path[:-1]) if path[:-1] else _top(source)
    return source.problem(Issue(f"{name} is missing" + (f" from {holder}" if holder else ""), fix, place))


def _top(source: Source) -> Position:
    filled = (number for number, line in enumerate(source.lines, 1) if line.strip())
    return Position(next(filled, 1), 1)


def _unknown(model: type[BaseModel], source: Source, error: ErrorDetails, path: FieldPath) -> Problem:
    near = _nearest(model, error)
    name = str(error["loc"][-1])
    place = source.fields.keys.get(path) or source.position(path)
    if near and near[-1] == without_unseen(name):
        return source.problem(
            Issue(f"the field {near[-1]} holds {unseen(name)}", "type its name anew", place)
        )
    fix = (
        f"did you mean {near[-1]}?"
        if near
        else f"delete the line; the fields are: {', '.join(_names(model, tuple(error['loc'][:-1])))}"
    )
    return source.problem(Issue(f"there is no field called {name}", fix, place))


def _nearest(model: type[BaseModel], error: ErrorDetails) -> tuple[int | str, ...]:
    *holder, name = error["loc"]
    spelled = without_unseen(str(name)).lower().replace("-", "_").replace(" ", "_")
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


def _words(model: type[BaseModel], error: ErrorDetails) -> tuple[str, str]:
    context, loc = error.get("ctx", {}), tuple(error["loc"])
    if error["type"] == "anthology":
        fix = str(context["fix"])
        required = _required(model, loc) and context["said"] in {"is blank", "is empty"}
        return str(context["said"]), fix.removesuffix(", or delete the line") if required else fix
    if error["type"] in {"model_type", "dict_type", "model_attributes_type"}:
        first = next(iter(_names(model, loc)), "name")
        return "is not a group of fields", f"write its fields below it, indented by two spaces:  {first}: …"
    return f"cannot be read: {error['msg'].lower()}", "compare it with the example in CONTRIBUTING"


def _required(model: type[BaseModel], loc: tuple[int | str, ...]) -> bool:
    holder = _model_at(model, loc[:-1])
    field = holder.model_fields.get(str(loc[-1])) if holder and loc else None
    return field is not None and field.is_required()


def _name(path: FieldPath) -> str:
    """`links 2 url` for ("links", 1, "url"); of a file that is a list, `entry 2 url`."""
    words = [str(step + 1) if isinstance(step, int) else step for step in path]
    return " ".join(["entry", *words] if path and isinstance(path[0], int) else words)
