"""The Jinja environment of the templates: escaping, the `url` filter, the `{% cache %}` tag."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, nodes, pass_context
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from anthology.urls import relative


def configure(env: Environment, theme: Sequence[str]) -> None:
    """Set up MkDocs's environment for the templates of overrides/.

    `theme` are the folders of the theme without that of the collection: `{% extends "theme/post.html" %}` in a
    template of the collection means the one whose place it takes.
    """
    if env.loader:
        env.loader = ChoiceLoader([env.loader, PrefixLoader({"theme": FileSystemLoader(theme)})])
    # MkDocs leaves escaping to each template; one that forgets it would let a title become markup.
    env.autoescape = True
    env.trim_blocks = env.lstrip_blocks = True
    env.filters["url"] = _url  # MkDocs's own filter computes the same path again for every link of every page
    env.add_extension(FragmentCache)
    _prefer_dict_items(env)


class FragmentCache(Extension):
    """`{% cache KEY %} … {% endcache %}`: a part of a page that is rendered once and used on many pages.

    KEY lists everything that the part depends on, besides the language and the depth of the page, which
    belong to every key: links differ by depth.
    """

    tags = {"cache"}  # noqa: RUF012 -- as the library declares it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.fragments: dict[tuple[object, ...], Markup] = {}
        environment.filters["cached"] = self._cached

    def parse(self, parser: Parser) -> list[nodes.Node]:
        line = next(parser.stream).lineno
        key = parser.parse_tuple()
        body = parser.parse_statements(("name:endcache",), drop_needle=True)
        key = nodes.Tuple([nodes.Const(f"{parser.name}:{line}"), key], "load")
        cached = parser.free_identifier()
        render = nodes.CallBlock(self.call_method("_render", [nodes.ContextReference(), key]), [], [], body)
        # Looked up first, and by a filter: any other call costs more than rendering most parts.
        statements: list[nodes.Node] = [
            nodes.Assign(cached, nodes.Filter(key, "cached", [], [], None, None)),
            nodes.If(cached, [nodes.Output([cached])], [], [render]),
        ]
        return [node.set_lineno(line) for node in statements]

    @pass_context
    def _cached(self, context: Context, key: tuple[object, ...]) -> Markup | None:
        return self.fragments.get(self._cache_key(context, key))

    def _render(self, context: Context, key: tuple[object, ...], caller: Macro) -> Markup:
        fragment = self.fragments[self._cache_key(context, key)] = Markup(caller())
        return fragment

    @staticmethod
    def _cache_key(context: Context, key: tuple[object, ...]) -> tuple[object, ...]:
        page = context.get("page")
        return *key, id(context["words"]), page.url.count("/") if page else context["base_url"]


def _prefer_dict_items(env: Environment) -> None:
    """Look up names in dicts before attributes: the values of a page are dicts, and Jinja asks attributes first."""
    attribute = env.getattr

    def item_or_attribute(value: Any, name: str) -> Any:
        return value[name] if value.__class__ is dict and name in value else attribute(value, name)

    env.getattr = item_or_attribute  # type: ignore[assignment, method-assign]


@pass_context
def _url(context: Context, address: str) -> str:
    """An address of the site, relative to the page that is rendered."""
    page = context.get("page")
    # The page for missing pages is shown at any address, so its links begin at the root.
    if not page:
        return f"{context['base_url'].rstrip('/')}/{address}"
    return _relative_url(address, page.url.count("/"))


_relative_url = lru_cache(maxsize=65536)(relative)
