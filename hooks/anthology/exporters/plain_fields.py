"""Front matter that other programs understand, below the fields of the collection, and the way back.

The fields themselves stay as they are, to the letter. Hugo, Jekyll, Eleventy and MkDocs read the ones that are added.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from anthology.collection import Collection, EpisodePost, EssayPost, PersonPage
from anthology.collection.model import AnyPage
from anthology.feeds.entry import named_people
from anthology.sources import dump_yaml, read_site

SITE_FILE = "site.yml"
"""the settings of the collection: mkdocs.yml without what runs programs"""

_BEGIN = "# For other programs, from the fields above:"
_CLOSING = re.compile(r"(?m)^---[ \t]*\r?$")
_BLOCK = re.compile(rf"(?m)^{re.escape(_BEGIN)}\r?\n(?:[a-z]+: [^\n]*\n)*")


def with_plain_fields(text: str, page: AnyPage, collection: Collection) -> str:
    """The text of a page's file with further fields at the end of its front matter."""
    own = page.source.fields.values
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in _plain_fields(page, collection)
        if value not in (None, "", []) and name not in own
    ]
    fences = list(_CLOSING.finditer(text))[:2]
    if not lines or len(fences) < 2:
        return text
    place = fences[1].start()
    block = "\n".join([_BEGIN, *lines, ""])
    return text[:place] + block + text[place:]


def without_plain_fields(text: str) -> str:
    """The text as it was before `with_plain_fields`."""
    fences = list(_CLOSING.finditer(text))[:2]
    if len(fences) < 2:
        return text
    return _BLOCK.sub("", text[: fences[1].start()], count=1) + text[fences[1].start() :]


def site_text(collection: Collection) -> str:
    """The settings of a collection as YAML."""
    site = collection.site
    values: dict[str, Any] = {
        "name": site.name, "url": site.url, "description": site.description, "language": site.language,
        "copyright": site.copyright, "logo": site.logo, "favicon": site.favicon, "styles": list(site.styles),
        "anthology": _own_settings(collection),
    }  # fmt: skip
    return dump_yaml({name: value for name, value in values.items() if value})


def site_from(values: dict[str, Any]) -> str:
    """The text of a new mkdocs.yml with the settings of an exported collection, `values` of `site_text`."""
    theme = {"name": "anthology", "custom_dir": "overrides", "language": values.get("language", "en")}
    theme |= {name: values[name] for name in ("logo", "favicon") if values.get(name)}
    new: dict[str, object] = {"site_name": values.get("name", ""), "site_url": values.get("url", "")}
    new |= {
        key: values[name]
        for name, key in {
            "description": "site_description",
            "copyright": "copyright",
            "styles": "extra_css",
        }.items()
        if values.get(name)
    }
    new |= {"theme": theme, "plugins": ["anthology"], "nav": []}
    return dump_yaml(new | {"extra": {"anthology": values.get("anthology") or {}}})


def _own_settings(collection: Collection) -> Any:
    source = read_site(collection.root)[1]
    extra = source.fields.values.get("extra")
    return extra.get("anthology") if isinstance(extra, dict) else None


def _plain_fields(page: AnyPage, collection: Collection) -> Iterator[tuple[str, Any]]:
    fields = page.fields
    if isinstance(page, PersonPage):
        yield "title", page.fields.name
    else:
        yield "description", getattr(fields, "summary", "")
    if isinstance(page, EssayPost | EpisodePost):
        topics = collection.vocabulary.topics
        yield "tags", [topics[topic].title for topic in page.fields.topics if topic in topics]
        yield "author", [person.name for person in named_people(collection, page.fields.byline)]
        yield "lang", collection.language_of(page)
        if page.fields.draft or page.fields.withdrawn:
            yield "draft", True
            yield "published", False
    yield "permalink", f"/{collection.addresses.page(page.id)}"
