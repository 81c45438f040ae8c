"""A folder of Markdown, as Jekyll, Hugo, Eleventy, MkDocs and Material's blog have it, becomes essays."""

import re
import tomllib
from dataclasses import replace
from datetime import datetime
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from anthology.importers.documents.html_pages import is_redirect
from anthology.importers.footnotes import markdown_with_notes
from anthology.importers.licenses import license_of
from anthology.importers.podcast.feed_values import is_set
from anthology.importers.source_files import ImportRefusedError
from anthology.importers.writing import NO_CHOICES, Choices, ImportPlan
from anthology.media import PICTURES
from anthology.sources import read_post

from .blog_folder import (
    IGNORED,
    PLAIN_DIALECT,
    BlogFolder,
    blog_in,
    field_terms,
    field_text,
    field_texts,
    old_addresses,
)
from .essays import ImportedEssay, add_essays
from .headings import named_headings
from .moved_links import OldSite
from .shortcodes import code_as_fences, outside_code, post_address, without_shortcodes

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
_PAGES = frozenset({".html", ".htm"})
_OTHER_FORMATS = frozenset(
    {".adoc", ".asciidoc", ".ipynb", ".liquid", ".mdx", ".njk", ".org", ".rst", ".textile"}
)
_LARGEST_TEXT = 2_000_000
"""bytes that a post may have here"""
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
_DATES = (
    "date",
    "publishDate",
    "pubDate",
    "pubDatetime",
    "published",
    "publishedAt",
    "published_at",
    "date_published",
    "created",
)
_SUMMARY = ("summary", "description", "excerpt")
_UPDATED = ("updated", "lastmod", "last_modified_at", "updatedDate", "modifiedDate", "modified")
_TAGS_OF_PAGES = frozenset({"post", "posts", "all", "blog"})
"""tags by which Eleventy tells posts from pages"""


def import_folder(root: Path, choices: Choices = NO_CHOICES) -> ImportPlan:
    """The files of a blog's posts, the newest `only` of them; raises ImportRefusedError where there is none."""
    blog, plan = blog_in(root), ImportPlan()
    essays = _essays_in(blog, plan, choices)
    if not essays and blog.content != blog.root:
        blog, plan = replace(blog, content=blog.root), ImportPlan()
        essays = _essays_in(blog, plan, choices)
    if not essays:
        raise ImportRefusedError(
            "there is no Markdown file with a date in its front matter or its name, and nothing else that is known;"
            "  anthology import --help  names all that is"
        )
    essays = sorted(essays, key=lambda essay: essay.date, reverse=True)[: choices.only]
    author = blog.setting("author.name", "author", "params.author.name", "params.author", "site_author")
    add_essays(essays, OldSite(blog.setting("url", "baseURL", "baseurl", "site_url"), author), plan, choices)
    return plan


def _essays_in(blog: BlogFolder, plan: ImportPlan, choices: Choices) -> list[ImportedEssay]:
    files = [file for file in sorted(blog.content.rglob("*")) if _is_text(file, blog)]
    return [essay for file in files if (essay := _file_essay(file, blog, plan, choices.drafts))]


def _is_text(file: Path, blog: BlogFolder) -> bool:
    """Tell if a file may be a post. HTML is one only with front matter, and with Jekyll where its posts are."""
    if file.suffix.lower() not in _PAGES:
        return file.suffix.lower() in _MARKDOWN | _OTHER_FORMATS and file.is_file()
    place = file.relative_to(blog.content).parts
    if blog.dialect == PLAIN_DIALECT or (blog.dialect == "jekyll" and not {"_posts", "_drafts"} & {*place}):
        return False
    return file.is_file() and file.open("rb").read(3) in {b"---", b"+++"}


def is_blog(root: Path) -> bool:
    """Tell if a folder has the settings of a generator of sites."""
    return blog_in(root).dialect != PLAIN_DIALECT


def _file_essay(file: Path, blog: BlogFolder, plan: ImportPlan, drafts: bool) -> ImportedEssay | None:
    place = file.relative_to(blog.content)
    if not _may_be_post(file, place, plan, drafts):
        return None
    fields, body = _read(file)
    if is_redirect(body):
        plan.left_out.append(f"{place}: it only leads to another address")
        return None
    dated, name = _date_and_name(file)
    given = next((fields[name] for name in _DATES if fields.get(name)), None)
    date = _contract_date(given.get("created") if isinstance(given, dict) else given) or dated
    if not date:
        plan.left_out.append(f"{place}: no date, so it is a page and no post")
        return None
    is_draft = _is_closed(fields) or "_drafts" in place.parts
    if is_draft and not drafts:
        plan.left_out.append(f"{place}: a draft, or private")
        return None
    title = _title(fields, body, name)
    aliases = [*old_addresses(place, fields, blog, date, name), *field_texts(fields.get("aliases"))]
    aliases += field_texts(fields.get("redirect_from"))
    changes = given if isinstance(given, dict) else fields
    updated = next((changes[key] for key in _UPDATED if key in changes), None)
    return ImportedEssay(
        title,
        date,
        _body(body, title, place, blog, plan),
        field_text(fields.get("slug")) or name,
        summary=next(filter(None, (field_text(fields.get(key)) for key in _SUMMARY)), ""),
        tags=_tags(fields, blog.dialect),
        authors=field_texts(fields.get("authors") or fields.get("author")),
        addresses=[f"/{address.lstrip('/')}" for address in aliases if "://" not in address],
        updated=_contract_date(updated)[:10],
        language=_language(field_text(fields.get("lang") or fields.get("language"))),
        files=[
            f"/{place.as_posix()}",
            post_address(place.as_posix()),
            f"/{date[:10].replace('-', '/')}/{name}/",
        ],
        draft=is_draft,
        pictures=lambda address: _picture_file(address, file, blog),
        headings=named_headings(body),
        license=license_of(field_text(fields.get("license")), field_text(fields.get("licence"))),
    )


def _may_be_post(file: Path, place: Path, plan: ImportPlan, drafts: bool) -> bool:
    """False for a file that is no text of a post by its name or its size; the plan tells those that might have been."""
    hidden = any(part.startswith(".") for part in place.parts)
    if hidden or file.is_symlink() or IGNORED & {*place.parts} - ({"_drafts"} if drafts else set()):
        return False
    if file.stem.lower() in _NO_POSTS:
        return False
    if file.suffix.lower() in _OTHER_FORMATS:
        if {"_posts", "posts"} & {*place.parts}:
            plan.left_out.append(f"{place}: {file.suffix} is not read here; save it as Markdown")
        return False
    if file.stat().st_size > _LARGEST_TEXT:
        plan.left_out.append(f"{place}: it has more than {_LARGEST_TEXT:,} bytes; split it")
        return False
    return True


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
    return unescape(field_text(fields.get("title"))) or (heading[1] if heading else name.replace("-", " "))


def _tags(fields: dict[str, Any], dialect: str) -> list[str]:
    tags = field_terms(fields, ("categories", "category"), dialect) + field_terms(
        fields, ("tags", "tag"), dialect
    )
    return [tag for tag in dict.fromkeys(tags) if tag not in _TAGS_OF_PAGES]


def _is_closed(fields: dict[str, Any]) -> bool:
    """A draft, or a private post."""
    status = field_text(fields.get("status")).lower()
    unpublished = field_text(fields.get("published")).lower() in {"false", "no"}
    marked = any(is_set(field_text(fields.get(name))) for name in ("draft", "private"))
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


def _body(text: str, title: str, place: Path, blog: BlogFolder, plan: ImportPlan) -> str:
    """The body without commands of its generator, without the title, and with headings from the second level on."""

    def report(name: str) -> None:
        plan.left_out.append(f"{place}: the command {name}, which only its generator knows")

    liquid = blog.dialect in {"jekyll", "eleventy"}
    text = outside_code(code_as_fences(text), lambda part: without_shortcodes(part, report, liquid)).strip()
    if place.suffix.lower() in _PAGES:
        return markdown_with_notes(text)
    first, _, rest = text.partition("\n")
    if (
        first.startswith("# ")
        and " ".join(unescape(first[2:]).split()).lower() == " ".join(title.split()).lower()
    ):
        text = rest.strip()
    text = _MARKDOWN_LINK.sub(
        lambda match: f"{match[1]}{_joined(place.as_posix(), match[2])}{match[3]}", text
    )
    return outside_code(text, lambda part: _HEADING_1.sub("##", part))


def _joined(place: str, link: str) -> str:
    return "/" + (
        link.lstrip("/") if link.startswith("/") else normpath(join(dirname(place), link)).lstrip("./")
    )


def _picture_file(address: str, file: Path, blog: BlogFolder) -> Path | None:
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
