"""Templates: how Jinja is set up (escaping, the `url` filter, the `{% cache %}` tag); pages without MkDocs."""

import hashlib
import marshal
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote, urljoin, urlsplit

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    TemplateError,
    nodes,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from anthology.inputs import code_version
from anthology.pages import Values, View
from anthology.urls import relative

from .publication import Publication

_NAMES_OF_ENGINE = ("nav", "pages", "extra_css", "extra_javascript", "mkdocs_version", "build_date_utc")
_MISSING = "404.html"
_SEAL_BYTES = 32


class EngineNeededError(Exception):
    """Only MkDocs can render this template."""


class PageTemplates:
    """Renders the pages of a site as MkDocs does, from templates that show nothing of MkDocs's own.

    `folders` are those of templates, in order; `custom` is that of the collection. Others raise EngineNeededError.
    """

    def __init__(self, publication: Publication, folders: Sequence[str], custom: str | None) -> None:
        self._publication = publication
        self._environment = Environment(loader=FileSystemLoader(folders), auto_reload=False)
        configure(self._environment, [folder for folder in folders if folder != custom])
        self._environment.bytecode_cache = CompiledTemplates(self._environment, custom)
        self._of_engine = dict.fromkeys(_NAMES_OF_ENGINE, _EngineValue())
        self._config = _KnownValues(site_url=publication.collection.site.url)

    def page(self, view: View) -> bytes:
        """Return a page as it is written."""
        publication = self._publication
        addresses, values = publication.collection.addresses, publication.shown(view)
        url, title = quote(addresses.page(view.page)), view.values["title"]
        canonical, edit_url = urljoin(addresses.site_url, url), publication.edit_url(view)
        page = _KnownValues(url=url, canonical_url=canonical, edit_url=edit_url, title=title)
        view.forget()
        base = "/".join([".."] * url.count("/")) or "."
        return self._rendered(view.template, page, base, values).encode("utf-8", "xmlcharrefreplace")

    def static(self, name: str, values: Values) -> str:
        """Return a file that is no page: that for missing ones, and the sitemap."""
        base = urlsplit(self._publication.collection.site.url).path if name == _MISSING else "."
        return self._rendered(name, None, base, values)

    def _rendered(self, name: str, page: "_KnownValues | None", base: str, values: Values) -> str:
        context = {**self._of_engine, "config": self._config, "page": page, "base_url": base, **values}
        try:
            return self._environment.get_template(name).render(context)
        except TemplateError as error:  # such as one in a tag that MkDocs adds to Jinja
            raise EngineNeededError from error


class _KnownValues:
    """Those values of one of MkDocs's objects that this package knows; it has more of them."""

    def __init__(self, **known: object) -> None:
        self.__dict__.update(known)

    def __bool__(self) -> bool:
        return True

    def _ask_engine(self, *_: object) -> NoReturn:
        raise EngineNeededError

    __getattr__ = __getitem__ = __iter__ = __str__ = __len__ = __contains__ = __call__ = _ask_engine
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _ask_engine
    __add__ = __radd__ = __sub__ = __rsub__ = __mod__ = _ask_engine


class _EngineValue(_KnownValues):
    """A value that MkDocs alone has."""

    __bool__ = _KnownValues._ask_engine


class CompiledTemplates(BytecodeCache):
    """The bytecode of the theme's templates, kept in `__pycache__` beside that of this package's modules.

    Each file begins with a digest of all that decides it and of the code, so a damaged or an older one is not run. The
    templates of a collection are compiled in each build: nothing that its folder or its cache holds is ever run.
    """

    def __init__(self, environment: Environment, custom: str | None) -> None:
        self._custom = Path(custom) if custom else None
        self._kind = f"{sorted(environment.extensions)} {environment.optimized}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the file in which the code of a template is kept; empty for one that is not."""
        if not filename or (self._custom and self._custom in Path(filename).parents):
            return ""
        key = super().get_cache_key(f"{name} {self._kind}", filename)
        return cache_from_source(Path(__file__).with_name(f"template-{key}.py"))

    def get_source_checksum(self, source: str) -> str:
        """Return a digest of all that decides the bytecode."""
        return hashlib.sha256(f"{code_version()} {self._kind} {source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Set the code of a template, if it was kept and is whole."""
        if not bucket.key:
            return
        with suppress(OSError):
            kept = Path(bucket.key).read_bytes()
            if kept[:_SEAL_BYTES] == _seal(bucket.checksum, kept[_SEAL_BYTES:]):
                bucket.code = marshal.loads(kept[_SEAL_BYTES:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, where files can be written."""
        if bucket.key:
            code = marshal.dumps(bucket.code)
            with suppress(OSError):
                Path(bucket.key).parent.mkdir(parents=True, exist_ok=True)
                Path(bucket.key).write_bytes(_seal(bucket.checksum, code) + code)


def _seal(checksum: str, code: bytes) -> bytes:
    return hashlib.sha256(checksum.encode() + code).digest()


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
    # A view of both, as Jinja makes it, is asked name by name at each import of macros.
    env.make_globals = lambda own: {**env.globals, **(own or {})}  # type: ignore[assignment, method-assign]


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
