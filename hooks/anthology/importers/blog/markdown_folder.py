"""A folder of Markdown, as Jekyll, Hugo, Eleventy, MkDocs and Material's blog have it, becomes essays."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from anthology.importers.podcast.feed_values import is_set
from anthology.importers.source_files import ImportRefusedError
from anthology.importers.writing import NO_CHOICES, Choices, ImportPlan
from anthology.media import PICTURES
from anthology.sources import Value, parse_yaml_text, read_post

from .essays import ImportedEssay, add_essays
from .moved_links import OldSite
from .shortcodes import code_as_fences, outside_code, post_address, without_shortcodes

_IGNORED = frozenset(
    "_drafts _includes _layouts _site node_modules public themes vendor archetypes _data layouts i18n".split()
)
_NO_POSTS = frozenset(
    {"readme", "changelog", "license", "contributing", "code_of_conduct", "security", "_index"}
)
_PICTURE_FOLDERS = ("", "static", "docs", "content", "public", "src", "assets")
_DATED = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})(?:-|$))?(.*)")
"""2020-01-05-pier: a date or none, and the rest or nothing"""
_WRITTEN_DATE = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?"
)
_HEADING_1 = re.compile(r"(?m)^#(?=[ \t])")
_MARKDOWN_LINK = re.compile(r"(\]\(\s*<?)([^\s()<>:#?]+\.(?:md|markdown))((?:#[^\s()<>]*)?)")
_HUGO_CONFIGS = ("hugo", "config", "config/_default/hugo", "config/_default/config")
_SUMMARY = ("summary", "description", "excerpt")
_UPDATED = ("updated", "lastmod", "last_modified_at")
_TAGS_OF_PAGES = frozenset({"post", "posts", "all", "blog"})
"""tags by which Eleventy tells posts from pages"""
_PLAIN_DIALECT = "plain"
"""the dialect of a folder without the settings of a generator"""
_PERMALINKS = {
    "date": "/:categories/:year/:month/:day/:title.html", "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html", "none": "/:categories/:title.html",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Blog:
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


def import_folder(root: Path, choices: Choices = NO_CHOICES) -> ImportPlan:
    """The files of a blog's posts, the newest `only` of them; raises ImportRefusedError where there is none."""
    blog, plan = _blog_in(root), ImportPlan()
    files = sorted(file for file in blog.content.rglob("*") if file.suffix.lower() in {".md", ".markdown"})
    essays = [essay for file in files if (essay := _file_essay(file, blog, plan, choices.drafts))]
    if not essays:
        raise ImportRefusedError(f"{root} has no Markdown file with a date in its front matter or its name")
    essays = sorted(essays, key=lambda essay: essay.date, reverse=True)[: choices.only]
    author = blog.setting("author.name", "author", "params.author.name", "params.author", "site_author")
    add_essays(essays, OldSite(blog.setting("url", "baseURL", "baseurl", "site_url"), author), plan, choices)
    return plan


def is_blog(root: Path) -> bool:
    """Tell if a folder has the settings of a generator of sites."""
    return _blog_in(root).dialect != _PLAIN_DIALECT


def _blog_in(root: Path) -> _Blog:
    hugo = [f"{name}{suffix}" for name in _HUGO_CONFIGS for suffix in (".toml", ".yaml", ".yml")]
    configs = {
        "jekyll": ["_config.yml", "_config.yaml"],
        "mkdocs": ["mkdocs.yml", "mkdocs.yaml"],
        "hugo": hugo,
        "eleventy": [".eleventy.js", *(f"eleventy.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts"))],
    }  # fmt: skip
    for dialect, names in configs.items():
        for file in (root / name for name in names):
            if file.is_file():
                folders = {"hugo": ["content"], "mkdocs": ["docs"], "eleventy": ["content", "src"]}.get(
                    dialect, []
                )
                content = next((root / name for name in folders if (root / name).is_dir()), root)
                return _Blog(root, dialect, content, _settings(file))
    return _Blog(root, _PLAIN_DIALECT, root, {})


def _settings(file: Path) -> dict[str, Any]:
    text = file.read_text(encoding="utf-8", errors="replace")
    try:
        if file.suffix == ".toml":
            return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
    return dict(parse_yaml_text(text, file.name).fields.values) if file.suffix in {".yml", ".yaml"} else {}


def _file_essay(file: Path, blog: _Blog, plan: ImportPlan, drafts: bool) -> ImportedEssay | None:
    place = file.relative_to(blog.content)
    hidden = any(part.startswith(".") for part in place.parts)
    if hidden or file.is_symlink() or _IGNORED & {*place.parts} - ({"_drafts"} if drafts else set()):
        return None
    if file.stem.lower() in _NO_POSTS:
        return None
    fields, body = _read(file)
    dated, name = _date_and_name(file)
    given = fields.get("date")
    date = _contract_date(given.get("created") if isinstance(given, dict) else given) or dated
    if not date:
        plan.left_out.append(f"{place}: no date, so it is a page and no post")
        return None
    is_draft = _is_closed(fields) or "_drafts" in place.parts
    if is_draft and not drafts:
        plan.left_out.append(f"{place}: a draft, or private")
        return None
    title = _title(fields, body, name)
    aliases = [*_old_addresses(place, fields, blog, date, name), *_texts(fields.get("aliases"))]
    aliases += _texts(fields.get("redirect_from"))
    changes = given if isinstance(given, dict) else fields
    updated = next((changes[key] for key in _UPDATED if key in changes), None)
    return ImportedEssay(
        title,
        date,
        _body(body, title, place.as_posix(), blog, plan),
        _field_text(fields.get("slug")) or name,
        summary=next(filter(None, (_field_text(fields.get(key)) for key in _SUMMARY)), ""),
        tags=_tags(fields),
        authors=_texts(fields.get("authors") or fields.get("author")),
        addresses=[f"/{address.lstrip('/')}" for address in aliases if "://" not in address],
        updated=_contract_date(updated)[:10],
        language=_language(_field_text(fields.get("lang") or fields.get("language"))),
        files=[
            f"/{place.as_posix()}",
            post_address(place.as_posix()),
            f"/{date[:10].replace('-', '/')}/{name}/",
        ],
        draft=is_draft,
        pictures=lambda address: _picture_file(address, file, blog),
    )


def _date_and_name(file: Path) -> tuple[str, str]:
    """The date that a name begins with, or nothing, and its rest; of an index, those of its folder."""
    dates = []
    for name in (file.stem, file.parent.name):
        year, month, day, rest = _DATED.fullmatch(name).groups()  # type: ignore[union-attr]  # it matches all
        dates += [f"{year}-{int(month):02}-{int(day):02}"] if year else []
        if rest != "index":
            break
    return next(iter(dates), ""), rest or name


def _title(fields: dict[str, Any], body: str, name: str) -> str:
    """The title of a post: that of its fields, else its heading, else the name of its file."""
    heading = re.search(r"(?m)^#[ \t]+(.+?)[ \t#]*$", body)
    return unescape(_field_text(fields.get("title"))) or (heading[1] if heading else name.replace("-", " "))


def _tags(fields: dict[str, Any]) -> list[str]:
    tags = [*_texts(fields.get("categories") or fields.get("category")), *_texts(fields.get("tags"))]
    return [tag for tag in dict.fromkeys(tags) if tag not in _TAGS_OF_PAGES]


def _is_closed(fields: dict[str, Any]) -> bool:
    """A draft, or a private post."""
    status = _field_text(fields.get("status")).lower()
    unpublished = _field_text(fields.get("published")).lower() in {"false", "no"}
    marked = any(is_set(_field_text(fields.get(name))) for name in ("draft", "private"))
    return marked or unpublished or status in {"draft", "private", "hidden"}


def _read(file: Path) -> tuple[dict[str, Any], str]:
    text = file.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
    if text.startswith("+++"):
        matter, _, body = text[3:].partition("\n+++")
        try:
            return tomllib.loads(matter), body.lstrip("+")
        except tomllib.TOMLDecodeError:
            return {}, body
    if not text.lstrip().startswith("---"):
        return {}, text
    source = read_post(file, file.name)
    return dict(source.fields.values), source.body


def _body(text: str, title: str, place: str, blog: _Blog, plan: ImportPlan) -> str:
    """The body without commands of its generator, without the title, and with headings from the second level on."""

    def report(name: str) -> None:
        plan.left_out.append(f"{place}: the command {name}, which only its generator knows")

    liquid = blog.dialect in {"jekyll", "eleventy"}
    text = outside_code(code_as_fences(text), lambda part: without_shortcodes(part, report, liquid)).strip()
    first, _, rest = text.partition("\n")
    if (
        first.startswith("# ")
        and " ".join(unescape(first[2:]).split()).lower() == " ".join(title.split()).lower()
    ):
        text = rest.strip()
    text = _MARKDOWN_LINK.sub(lambda match: f"{match[1]}{_joined(place, match[2])}{match[3]}", text)
    return outside_code(text, lambda part: _HEADING_1.sub("##", part))


def _joined(place: str, link: str) -> str:
    return "/" + (
        link.lstrip("/") if link.startswith("/") else normpath(join(dirname(place), link)).lstrip("./")
    )


def _old_addresses(place: Path, fields: dict[str, Any], blog: _Blog, date: str, name: str) -> Iterator[str]:
    """The addresses at which the generator has published a post."""
    slug = _field_text(fields.get("slug")) or name
    parts = {
        "year": date[:4], "month": date[5:7], "day": date[8:10], "title": slug, "slug": slug, "filename": name,
        "i_month": str(int(date[5:7])), "i_day": str(int(date[8:10])), "short_year": date[2:4], "contentbasename": name,
        "categories": "/".join(_texts(fields.get("categories") or fields.get("category"))).lower().replace(" ", "-"),
        "name": name, "section": place.parts[0] if len(place.parts) > 1 else "",
    }  # fmt: skip
    folder = place.parent.parent if place.stem.endswith("index") else place.parent
    written = _field_text(fields.get("permalink") or fields.get("url"))
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


def _picture_file(address: str, file: Path, blog: _Blog) -> Path | None:
    """The file of a picture with an address as a post has it, inside of the blog's folder."""
    path = address.partition("?")[0].partition("#")[0]
    if "://" in path or path.startswith("//") or Path(path).suffix.lower() not in PICTURES:
        return None
    # A relative address may also be that of a page deeper in the site than its file.
    places = [] if path.startswith("/") else [file.parent / path]
    places += [blog.root / folder / path.lstrip("./") for folder in _PICTURE_FOLDERS]
    for place in places:
        picture = place.resolve()
        if picture.is_file() and picture.is_relative_to(blog.root.resolve()):
            return picture
    return None


def _field_text(value: Value | Any) -> str:
    return "" if value is None or isinstance(value, (list, dict)) else str(value).strip()


def _texts(value: Value | Any) -> list[str]:
    """A list of texts, however it is written; of authors as mappings, their names."""
    if isinstance(value, list):
        return [text for entry in value for text in _texts(entry)]
    if isinstance(value, dict):
        return [name] if (name := _field_text(value.get("name"))) else []
    return [text for part in _field_text(value).split(",") if (text := part.strip())]


def _contract_date(value: object) -> str:
    """A date, or a moment with its offset, as front matter has it; empty for anything else."""
    match = _WRITTEN_DATE.match(
        str(value.isoformat() if isinstance(value, datetime) else value or "").strip()
    )
    if not match:
        return ""
    day = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    if not match[4] or not match[7]:
        return day
    zone = "+00:00" if match[7] in {"Z", "UTC"} else f"{match[7][:3]}:{match[7][-2:]}"
    return f"{day}T{int(match[4]):02}:{match[5]}:{match[6] or '00'}{zone}"


def _language(text: str) -> str:
    return text if re.fullmatch(r"(?i)[a-z]{2,3}(-[a-z]{2})?", text) else ""
