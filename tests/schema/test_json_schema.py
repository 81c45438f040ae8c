"""The JSON Schemas and the reference of fields, which are derived from the models."""

import json
from pathlib import Path
from typing import Any

import pytest

from anthology.output.publication import build_publication
from anthology.schema.json_schema import KINDS, field_reference, json_schema, json_schema_of
from anthology.schema.mkdocs import IGNORED_SETTINGS, MkDocsSettings
from anthology.sources.mkdocs_settings import SETTING_SHAPES
from builders import HOUSE, collection, nonempty


def parts(value: Any) -> list[dict[str, Any]]:
    """Every object of a schema, itself included."""
    if isinstance(value, list):
        return [part for item in value for part in parts(item)]
    if not isinstance(value, dict):
        return []
    return [value, *(part for item in value.values() for part in parts(item))]


def test_the_reference_in_the_collection_is_that_of_the_models() -> None:
    page = (HOUSE / "docs" / "reference.md").read_text(encoding="utf-8")

    assert page.split("---\n\n", 1)[1] == field_reference(), (
        "run: anthology schema, and put it below the front matter"
    )


def test_every_setting_of_mkdocs_is_in_the_reference_with_what_it_does_or_with_what_does_the_same() -> None:
    effective, ignored = (
        set(MkDocsSettings.model_fields),
        {path[0] for path in IGNORED_SETTINGS if len(path) == 1},
    )

    assert not effective & ignored
    assert set(SETTING_SHAPES) - {"markdown_extensions"} == effective | ignored


def test_at_least_forty_settings_of_a_site_are_described() -> None:
    schemas = [json_schema("settings"), json_schema_of(MkDocsSettings)]
    described = [
        (part.get("title"), name)
        for part in parts(schemas)
        if "properties" in part
        for name, field in part["properties"].items()
        if field.get("description")
    ]

    assert len(described) == len(set(described)) > 40


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_field_says_what_it_is(kind: str) -> None:
    groups = [part for part in parts(json_schema(kind)) if "properties" in part and "title" in part]
    fields = [(name, field) for group in groups for name, field in group["properties"].items()]

    for name, field in nonempty(fields):
        assert field.get("description"), name


@pytest.mark.parametrize("kind", list(KINDS))
def test_no_field_may_be_null_because_a_field_without_a_value_is_an_error(kind: str) -> None:
    assert {"type": "null"} not in parts(json_schema(kind))
    assert "default" not in json_schema("essay")["properties"]["part"]


def test_texts_that_stand_for_groups_and_days_are_texts_for_an_editor() -> None:
    fields = json_schema("episode")["properties"]

    assert fields["audio"] == {
        "anyOf": [{"type": "string"}, {"$ref": "#/$defs/Audio"}], "description": "the recording beside the notes",
    }  # fmt: skip
    assert fields["updated"]["type"] == "string"
    assert fields["type"]["enum"] == ["full", "trailer", "bonus"]
    assert json_schema("episode")["required"] == ["title", "date", "summary", "topics"]


def test_an_editor_is_offered_the_ids_of_the_collection(tmp_path: Path) -> None:
    publication, _ = build_publication(collection(tmp_path / "site"))
    schema = json.loads(publication.generated["schemas/essay.json"])

    assert schema["properties"]["topics"]["items"]["anyOf"][0] == {"enum": ["beginnings"]}
    assert schema["properties"]["authors"]["items"]["anyOf"][0] == {"enum": ["editors"]}
    assert {f"schemas/{kind}.json" for kind in KINDS} <= publication.generated.keys()


@pytest.mark.parametrize("folder", [".vscode", "hooks/anthology/commands/site-files/vscode"])
def test_vs_code_is_told_the_schema_of_each_file_in_yaml(folder: str) -> None:
    settings = json.loads((HOUSE / folder / "settings.json").read_text(encoding="utf-8"))

    assert settings["yaml.schemas"] == {
        f"./site/schemas/{kind}.json": place for kind, (_, place) in KINDS.items() if place.endswith(".yml")
    }
