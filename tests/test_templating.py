"""Templates: the cache of their fragments, and which of them are listed."""

from itertools import count
from pathlib import Path
from types import SimpleNamespace

from jinja2 import Environment

from anthology.output.page_templates import FragmentCache
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
