"""Validation of fields by a model of the schema; each refused field becomes a problem at its position.

A field that the model refuses is left out and the rest is validated again: one run shows the problems of
every field, and references to other files can be checked even where another field is wrong.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, get_origin

from pydantic import BaseModel, ValidationError, create_model
from pydantic_core import ErrorDetails

from anthology.problems import FieldPath, Issue, Position
from anthology.schema.validators import FIELD_ERROR
from anthology.unicode import first_invisible, without_invisible

from .model_fields import as_list, entry_fix, field_at, field_names, nearest_field
from .source import Source

# The second round checks the rules over several fields; further ones are for groups inside groups.
_MAX_ROUNDS = 8

AnyModel = TypeVar("AnyModel", bound=BaseModel)


class Validated(NamedTuple, Generic[AnyModel]):
    """The fields of a file; if they are not `complete`, refused and missing fields are None or empty."""

    fields: AnyModel
    complete: bool


def validate(
    model: type[AnyModel], source: Source, values: Any = None, inside: FieldPath = ()
) -> Validated[AnyModel]:
    """The fields as `model`; what it refuses is added to the source's problems.

    `values` and `inside`, their path in the file, are given where the model describes only a part of it.
    """
    if values is None:
        values = source.fields.values
    try:
        if source.parsed:
            return Validated(model.model_validate(values), not source.unparsed_fields)
    except ValidationError as error:
        return _validate_partially(model, source, values, error.errors(), inside)
    return Validated(_empty(model), False)


def _validate_partially(
    model: type[AnyModel], source: Source, values: Any, errors: list[ErrorDetails], inside: FieldPath
) -> Validated[AnyModel]:
    """The model without the refused fields; the rules over several fields are checked on the others."""
    optional = _all_optional(model)
    refused = set(source.unparsed_fields)
    errors = [error for error in errors if not refused & _failing_fields(error)]
    unknown = [error for error in errors if error["type"] == "extra_forbidden"]
    meant = {str(name) for error in unknown for name in nearest_field(model, error)[-1:]}
    complete = not refused and all(_is_left_for_later(model, error, values) for error in errors)
    _report(model, source, errors, inside)
    for _ in range(_MAX_ROUNDS):
        pruned = _without(values, {path for error in errors for path in _failing_paths(error)})
        refused = refused.union(meant, *map(_failing_fields, errors))
        if not isinstance(values, dict) or not _has_fields(model):
            break
        try:
            return Validated(optional.model_validate(pruned, context=refused), complete)
        except ValidationError as error:
            # The rest of a pruned group may be refused in turn; that has been reported.
            values, errors, complete = pruned, error.errors(), False
            _report(model, source, [rule for rule in errors if not rule["loc"]], inside)
    return Validated(_empty(model), False)


def _failing_paths(error: ErrorDetails) -> list[FieldPath]:
    """The paths to leave out for an error to disappear. A list is left out whole: its entries keep their numbers."""
    loc: FieldPath = tuple(error["loc"])
    if not loc:
        return [(str(name),) for name in error.get("ctx", {}).get("fields", ())]
    if loc[1:] and (error["type"] == "missing" or loc[-1] == "[key]"):
        loc = loc[:-1]
    numbers = [index for index, step in enumerate(loc) if isinstance(step, int)]
    return [loc[: numbers[0]] if numbers else loc]


def _failing_fields(error: ErrorDetails) -> set[str]:
    return {str(path[0]) for path in _failing_paths(error) if path}


def _without(value: Any, paths: set[FieldPath]) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: {path[1:] for path in paths if path[:1] == (name,)} for name in value}
    return {name: _without(part, inner[name]) for name, part in value.items() if () not in inner[name]}


@cache
def _all_optional(model: type[AnyModel]) -> type[AnyModel]:
    """The same model with no field required."""
    if not _has_fields(model):
        return model
    texts = {name for name in _left_for_later(model) if model.model_fields[name].annotation is str}
    fields: dict[str, Any] = {
        name: (
            Annotated[(field.annotation, *field.metadata)],
            [] if get_origin(field.annotation) is list else "" if name in texts else None,
        )
        for name, field in model.model_fields.items()
        if field.is_required()
    }
    optional: type[AnyModel] = create_model(model.__name__, __base__=model, **fields)
    return optional


def _empty(model: type[AnyModel]) -> AnyModel:
    empty: AnyModel = _all_optional(model).model_construct(*([] if _has_fields(model) else [[]]))
    return empty


def _has_fields(model: type[BaseModel]) -> bool:
    return "root" not in model.model_fields


def _left_for_later(model: type[BaseModel]) -> frozenset[str]:
    return getattr(model, "may_lack_in_drafts", frozenset())


def _is_left_for_later(model: type[BaseModel], error: ErrorDetails, values: Any) -> bool:
    """True of a needed field that a draft lacks, where drafts may."""
    is_draft = isinstance(values, dict) and str(values.get("draft")).lower() == "true"
    return (
        is_draft
        and error["type"] == "missing"
        and len(error["loc"]) == 1
        and error["loc"][0] in _left_for_later(model)
    )


def _report(model: type[BaseModel], source: Source, errors: list[ErrorDetails], inside: FieldPath) -> None:
    for issue in list(_validation_issues(model, source, errors, inside)):
        problem = source.problem(issue)
        # A repaired line already has its message.
        if problem.line not in source.repaired_lines:
            source.problems.append(problem)


def _validation_issues(
    model: type[BaseModel], source: Source, errors: list[ErrorDetails], inside: FieldPath
) -> Iterator[Issue]:
    misspelt = {nearest_field(model, error) for error in errors if error["type"] == "extra_forbidden"}
    for error in errors:
        path = (*inside, *_path(error, source, inside))
        if error["type"] == "missing":
            if error["loc"] not in misspelt:
                issue = _missing_field(model, source, error, path)
                is_left = _is_left_for_later(model, error, source.fields.values)
                yield replace(issue, level="note") if is_left else issue
        elif error["type"] == "extra_forbidden":
            yield _unknown_field(model, source, error, path)
        else:
            yield _refused_value(model, source, error, path)


def _path(error: ErrorDetails, source: Source, inside: FieldPath) -> FieldPath:
    """The error's path in the file: the part of its location for which the file has keys or entries."""
    path = tuple(error["loc"])
    if error["type"] == "missing":
        return path
    while path and (*inside, *path) not in source.fields.positions:
        path = path[:-1]
    return path


def _refused_value(model: type[BaseModel], source: Source, error: ErrorDetails, path: FieldPath) -> Issue:
    message, fix = _message_and_fix(model, error)
    fix = entry_fix(model, error) or fix
    point_at = error.get("ctx", {}).get("point_at", "")
    if path and not point_at:
        name = f"a name in {_field_name(path[:-1])}" if _is_about_key(error) else _field_name(path)
        message = f"{name} {message}"
    return Issue(message, fix, _position(source, error, (*path, point_at) if point_at else path))


def _position(source: Source, error: ErrorDetails, path: FieldPath) -> Position | None:
    """The position of a value; of a blank one, that of its key."""
    if not path:
        return _first_line(source)
    blank = _value_at(source, path) in (None, "")
    key = source.fields.keys.get(path) if blank or _is_about_key(error) else None
    return key if key or _is_about_key(error) else source.position(path)


def _is_about_key(error: ErrorDetails) -> bool:
    # pydantic's way to tell that the key of an entry was refused, not its value.
    return error["loc"][-1:] == ("[key]",)


def _value_at(source: Source, path: FieldPath) -> Any:
    value: Any = source.fields.root
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _missing_field(model: type[BaseModel], source: Source, error: ErrorDetails, path: FieldPath) -> Issue:
    name, group = str(error["loc"][-1]), _field_name(path[:-1])
    field = field_at(model, error["loc"])
    fix = f"add a line:  {name}: …" + (f"   ({field.description})" if field and field.description else "")
    position = source.position(path[:-1]) if path[:-1] else _first_line(source)
    return Issue(f"{name} is missing" + (f" from {group}" if group else ""), fix, position)


def _first_line(source: Source) -> Position:
    filled = (number for number, line in enumerate(source.lines, 1) if line.strip())
    return Position(next(filled, 1), 1)


def _unknown_field(model: type[BaseModel], source: Source, error: ErrorDetails, path: FieldPath) -> Issue:
    nearest = nearest_field(model, error)
    name = str(error["loc"][-1])
    position = source.fields.keys.get(path) or source.position(path)
    if nearest and nearest[-1] == without_invisible(name):
        message = f"the field {nearest[-1]} contains {first_invisible(name)}"
        return Issue(message, "type its name again", position)
    names = ", ".join(field_names(model, error["loc"][:-1]))
    fix = f"did you mean {nearest[-1]}?" if nearest else f"delete the line; the fields are: {names}"
    value = _value_at(source, path)
    if nearest and isinstance(value, str) and (line := as_list(model, nearest, value)):
        fix = f"did you mean {nearest[-1]}? It is a list:  {line}"
    return Issue(f"there is no field called {name}", fix, position)


def _message_and_fix(model: type[BaseModel], error: ErrorDetails) -> tuple[str, str]:
    context, path = error.get("ctx", {}), error["loc"]
    if error["type"] == FIELD_ERROR:
        message, fix = str(context["message"]), str(context["fix"])
        field = field_at(model, path) if message in {"is blank", "is empty"} else None
        return message, fix.removesuffix(", or delete the line") if field and field.is_required() else fix
    if error["type"] in {"model_type", "dict_type", "model_attributes_type"}:
        first = next(iter(field_names(model, path)), "name")
        return "is not a group of fields", f"write its fields below it, indented by two spaces:  {first}: …"
    return f"cannot be read: {error['msg'].lower()}", "compare it with the example in CONTRIBUTING"


def _field_name(path: FieldPath) -> str:
    """`links 2 url` for ("links", 1, "url"); of a file that is a list, `entry 2 url`."""
    words = [str(step + 1) if isinstance(step, int) else step for step in path]
    return " ".join(["entry", *words] if path and isinstance(path[0], int) else words)
