"""Templates: the cache of their fragments, which of them are compiled once, and which are listed."""

import sys
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader

from anthology.output.page_templates import CompiledTemplates, FragmentCache
from mkdocs_anthology.theme_files import VisibleTemplates


def test_a_cached_fragment_is_rendered_once_for_each_key_depth_and_language() -> None:
    template = Environment(extensions=[FragmentCache]).from_string(
        "{% cache key %}{{ render() }}{% endcache %}"
    )
    numbers, english, spanish = count(1), {"language": "en"}, {"language": "es"}

    def shown(key: str, url: str, words: dict[str, str]) -> str:
        page = SimpleNamespace(url=url)
        return template.render(key=key, page=page, words=words, render=lambda: next(numbers))

    assert ["1", "1"] == [shown("a", "essays/x/", english), shown("a", "essays/y/", english)]
    assert ["2", "3", "4"] == [
        shown("b", "essays/x/", english), shown("a", "essays/", english), shown("a", "essays/x/", spanish)
    ]  # fmt: skip


def test_no_template_of_a_hidden_folder_is_listed_but_each_is_found(tmp_path: Path) -> None:
    for name in ("home.html", "assets/style.css", ".icons/leaf.svg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")

    environment = Environment(loader=VisibleTemplates(tmp_path))

    assert environment.list_templates() == ["assets/style.css", "home.html"]
    assert environment.get_template(".icons/leaf.svg").render() == ".icons/leaf.svg"


def test_a_template_of_the_theme_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "bytecode"))
    assert _shown_by_new_environment(tmp_path, "theme", "first") == "first"
    assert _shown_by_new_environment(tmp_path, "theme", "second") == "second"
    assert len(_kept(tmp_path)) == 1

    monkeypatch.delattr(Environment, "compile")

    assert _shown_by_new_environment(tmp_path, "theme", "second") == "second"
    with pytest.raises(AttributeError):
        _shown_by_new_environment(tmp_path, "theme", "first")


def test_damaged_bytecode_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "bytecode"))
    _shown_by_new_environment(tmp_path, "theme", "shown")
    (kept,) = _kept(tmp_path)
    content = kept.read_bytes()
    for at in range(0, len(content), 7):
        kept.write_bytes(content[:at])
        assert _shown_by_new_environment(tmp_path, "theme", "shown") == "shown"
        kept.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert _shown_by_new_environment(tmp_path, "theme", "shown") == "shown"


def test_bytecode_of_another_version_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "bytecode"))
    _shown_by_new_environment(tmp_path, "theme", "shown")
    monkeypatch.setattr("anthology.output.page_templates.code_version", lambda: "another")
    monkeypatch.delattr(Environment, "compile")

    with pytest.raises(AttributeError):
        _shown_by_new_environment(tmp_path, "theme", "shown")


def test_no_template_of_a_collection_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "bytecode"))
    assert _shown_by_new_environment(tmp_path, "custom", "shown") == "shown"
    assert _kept(tmp_path) == []


def test_where_nothing_can_be_written_templates_are_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", "/dev/null")
    assert _shown_by_new_environment(tmp_path, "theme", "shown") == "shown"


def _shown_by_new_environment(folder: Path, place: str, text: str) -> str:
    template = folder / place / "page.html"
    template.parent.mkdir(exist_ok=True)
    template.write_text(text)
    environment = Environment(loader=FileSystemLoader(template.parent))
    environment.bytecode_cache = CompiledTemplates(environment, str(folder / "custom"))
    return environment.get_template("page.html").render()


def _kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "bytecode").rglob("template-*") if path.is_file()]
