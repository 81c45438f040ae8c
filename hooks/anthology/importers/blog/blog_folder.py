"""The folder of a generator: its settings, the fields of its posts, and the addresses at which it published them."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from anthology.sources import Value, parse_yaml_text

IGNORED = frozenset(
    "_drafts _includes _layouts _site node_modules public themes vendor archetypes _data layouts i18n".split()
)
_HUGO_CONFIGS = ("hugo", "config", "config/_default/hugo", "config/_default/config")
_CONFIGS = {
    "jekyll": ["_config.yml", "_config.yaml"],
    "mkdocs": ["mkdocs.yml", "mkdocs.yaml"],
    "hugo": [f"{name}{suffix}" for name in _HUGO_CONFIGS for suffix in (".toml", ".yaml", ".yml")],
    "eleventy": [
        ".eleventy.js",
        ".eleventy.cjs",
        *(f"eleventy.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts")),
    ],
}
_CONTENT = {"hugo": ["content"], "mkdocs": ["docs"], "eleventy": ["content", "src"]}
PLAIN_DIALECT = "plain"
"""the dialect of a folder without the settings of a generator"""
_PERMALINKS = {
    "date": "/:categories/:year/:month/:day/:title.html", "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html", "none": "/:categories/:title.html",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BlogFolder:
    """A folder with the settings of its generator; `content` is the folder of its posts."""

    root: Path
    dialect: str
    content: Path
    settings: dict[str, Any]

    def setting(self, *names: str) -> str:
        for name in names:
            value: Any = self.settings
            for part in name.split("."):
                value = value.get(part) if isinstance(value, dict) else None
            if isinstance(value, str) and value.strip():
                return value.strip()
        return ""


def blog_in(root: Path) -> BlogFolder:
    """The blog of a folder; where it has no settings and one folder below it has, the blog is there."""
    if blog := _configured(root):
        return blog
    below = [path for depth in ("*", "*/*") for path in sorted(root.glob(depth)) if path.is_dir()]
    inner = [blog for path in below if not _hidden(path.relative_to(root)) and (blog := _configured(path))]
    return inner[0] if len(inner) == 1 else BlogFolder(root, PLAIN_DIALECT, root, {})


def _hidden(place: Path) -> bool:
    return any(part.startswith(".") or part in IGNORED for part in place.parts)


def _configured(root: Path) -> BlogFolder | None:
    """A folder with the settings of a generator, which may name the folder of its posts."""
    for dialect, names in _CONFIGS.items():
        for file in (root / name for name in names):
            if file.is_file():
                settings = _settings(file)
                blog = BlogFolder(root, dialect, root, settings)
                named = blog.setting("docs_dir", "contentDir", "source")
                folders = [named] if named else _CONTENT.get(dialect, [])
                places = (place for name in folders if (place := (root / name).resolve()).is_dir())
                content = next((place for place in places if place.is_relative_to(root.resolve())), root)
                return replace(
                    blog, content=root / content.relative_to(root.resolve()) if content != root else root
                )
    return None


def _settings(file: Path) -> dict[str, Any]:
    text = file.read_text(encoding="utf-8", errors="replace")
    try:
        if file.suffix == ".toml":
            return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
    return dict(parse_yaml_text(text, file.name).fields.values) if file.suffix in {".yml", ".yaml"} else {}


def old_addresses(
    place: Path, fields: dict[str, Any], blog: BlogFolder, date: str, name: str
) -> Iterator[str]:
    """The addresses at which the generator has published a post."""
    slug = field_text(fields.get("slug")) or name
    categories = field_terms(fields, ("categories", "category"), blog.dialect)
    parts = {
        "year": date[:4], "month": date[5:7], "day": date[8:10], "title": slug, "slug": slug, "filename": name,
        "i_month": str(int(date[5:7])), "i_day": str(int(date[8:10])), "short_year": date[2:4], "contentbasename": name,
        "categories": "/".join(categories).lower().replace(" ", "-"),
        "name": name, "section": place.parts[0] if len(place.parts) > 1 else "",
    }  # fmt: skip
    folder = place.parent.parent if place.stem.endswith("index") else place.parent
    written = field_text(fields.get("permalink") or fields.get("url"))
    if written and "{{" not in written:
        template = written
    elif blog.dialect == "jekyll":
        style = blog.setting("permalink") or "date"
        template = _PERMALINKS.get(style, style)
    elif blog.dialect == "hugo":
        sections = blog.settings.get("permalinks")
        pages = sections.get("page", sections) if isinstance(sections, dict) else {}
        own = pages.get(parts["section"]) if isinstance(pages, dict) else None
        template = own if isinstance(own, str) else f"/{folder.as_posix()}/:slug/"
    elif blog.dialect == "mkdocs" and "posts" in place.parts:
        template = f"/{'/'.join(place.parts[: place.parts.index('posts')])}/:year/:month/:day/:slug/"
    else:
        template = f"/{folder.as_posix()}/:filename/"
    path = re.sub(r":(\w+)", lambda match: parts.get(match[1], match[1]), template)
    yield re.sub(r"/(?:\./)?/*", "/", path)


def field_text(value: Value | Any) -> str:
    return "" if value is None or isinstance(value, (list, dict)) else str(value).strip()


def field_terms(fields: dict[str, Any], names: tuple[str, ...], dialect: str) -> list[str]:
    """The terms in the first of these fields that a post has; Jekyll separates those of a text by spaces."""
    name = next((name for name in names if fields.get(name)), names[0])
    value = fields.get(name)
    if dialect == "jekyll" and name.endswith("s") and isinstance(value, str) and "," not in value:
        return value.split()
    return field_texts(value)


def field_texts(value: Value | Any) -> list[str]:
    """A list of texts, however it is written; of authors as mappings, their names."""
    if isinstance(value, list):
        return [text for entry in value for text in field_texts(entry)]
    if isinstance(value, dict):
        return [name] if (name := field_text(value.get("name"))) else []
    return [text for part in field_text(value).split(",") if (text := part.strip())]
