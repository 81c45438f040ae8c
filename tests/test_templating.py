"""The cache of fragments of templates."""

from itertools import count
from types import SimpleNamespace

from jinja2 import Environment

from anthology.output.page_templates import FragmentCache


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
