"""The configuration of Decap CMS and Sveltia CMS, which is derived from the models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from anthology.commands.cli import main
from anthology.schema.json_schema import json_schema
from builders import nonempty

WIDGETS = {"string", "text", "markdown", "datetime", "boolean", "number", "select", "list", "object"}


@pytest.fixture
def config(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["editor-config", "--root", str(root), "--backend", "test-repo"]) == 0
    read: dict[str, Any] = yaml.safe_load(capsys.readouterr().out)
    return read


def form(config: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    [folder] = [folder for folder in config["collections"] if folder["name"] == kind]
    return {field["name"]: field for field in folder["fields"]}


def every_field(fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [field for outer in fields for field in [outer, *every_field(outer.get("fields", []))]]


@pytest.mark.parametrize("kind", ["essay", "episode", "practice", "person"])
def test_each_form_has_the_fields_of_the_model_and_no_others(config: dict[str, Any], kind: str) -> None:
    fields, schema = form(config, kind), json_schema(kind)

    assert list(fields) == [*schema["properties"], "body"]
    assert {name for name in fields if fields[name].get("required", True)} - {"body"} == set(
        schema["required"]
    )
    for field in nonempty(every_field(list(fields.values()))):
        assert field["widget"] in WIDGETS, field["name"]


def test_choices_are_those_of_the_model_and_of_the_collection(config: dict[str, Any]) -> None:
    essay = form(config, "essay")

    assert essay["topics"] == {
        "name": "topics", "label": "Topics", "hint": "ids of topics in vocabulary.yml",
        "widget": "select", "options": ["beginnings"], "multiple": True,
    }  # fmt: skip
    assert essay["authors"]["options"] == ["editors"]
    assert essay["format"]["options"] == ["essay", "thread"]
    assert essay["date"]["format"] == "YYYY-MM-DD"
    assert [field["name"] for field in essay["content_notes"]["fields"]] == ["note", "detail", "where"]
    assert form(config, "person")["kind"]["widget"] == "select"


def test_a_backend_can_be_named(config: dict[str, Any]) -> None:
    assert config["backend"] == {"name": "test-repo", "branch": "main"}
    assert [folder["folder"] for folder in config["collections"]] == [
        "docs/essays", "episodes", "docs/practices", "docs/people",
    ]  # fmt: skip
