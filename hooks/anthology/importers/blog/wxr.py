"""An export of WordPress or Squarespace (WXR) becomes essays: published posts, never comments and commenters."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from anthology.importers.footnotes import markdown_with_notes
from anthology.importers.podcast.feed_values import moment_of
from anthology.importers.source_files import ImportRefusedError, harmless_xml
from anthology.importers.writing import NO_CHOICES, Choices, ImportPlan
from anthology.unicode import NOT_TEXT

from .essays import ImportedEssay, add_essays
from .moved_links import OldSite
from .wordpress_footnotes import with_footnotes
from .wordpress_html import html_of_post

_EXPORT = re.compile(r"\{https?://wordpress\.org/export/[\d.]+/(excerpt/)?\}")
_HEAD = 20_000
"""bytes in which an export says what it is"""
_NO_CATEGORIES = frozenset({"uncategorized", "uncategorised"})


def is_wxr(document: bytes) -> bool:
    """A document that declares WordPress's own namespace for exports."""
    return b"wordpress.org/export/" in document[:_HEAD]


def wxr_files_in(folder: Path) -> list[Path]:
    """The parts of an export in a folder: WordPress.com writes several files."""
    files = (
        file for file in sorted(folder.rglob("*.xml")) if file.is_file() and "__MACOSX" not in file.parts
    )
    return [file for file in files if is_wxr(file.open("rb").read(_HEAD))]


def import_wxr(documents: list[bytes], choices: Choices = NO_CHOICES) -> ImportPlan:
    """The files of an export's posts, the newest `only` of them; raises ImportRefusedError."""
    plan, channels = ImportPlan(), [_channel_of(document) for document in documents]
    items = [item for channel in channels for item in channel.iterchildren("item")]
    names = {login: name for channel in channels for login, name in _names_by_login(channel)}
    pictures = {_wp_value(item, "post_id"): _wp_value(item, "attachment_url") for item in items}
    essays = [
        essay
        for item in items
        if (essay := _item_essay(item, names, pictures, plan, choices.drafts)) is not None
    ]
    if not essays:
        others = ", ".join(f"{number} × {line}" for line, number in Counter(plan.left_out).items())
        raise ImportRefusedError(
            f"the export has no published post; it has {others or 'no item at all'}."
            " Take in drafts with --drafts; pages are not taken in: copy their texts into files such as docs/about.md"
        )
    essays = sorted(essays, key=lambda essay: essay.date, reverse=True)[: choices.only]
    url = _wp_value(channels[0], "base_blog_url") or (channels[0].findtext("link") or "").strip()
    add_essays(essays, OldSite(url), plan, choices)
    return plan


def _channel_of(document: bytes) -> Any:
    root = harmless_xml(document)
    channel = None if root is None else root.find("channel")
    if channel is None:
        raise ImportRefusedError("the export has no <channel>, so it is damaged: export the blog once more")
    return channel


def _names_by_login(channel: Any) -> Iterator[tuple[str, str]]:
    """Login names in small letters, each with the name that pages show."""
    for element in channel:
        if _local(element) == "author" and (login := _wp_value(element, "author_login")):
            yield login.lower(), _wp_value(element, "author_display_name") or login


def _item_essay(
    item: Any, names: dict[str, str], pictures: dict[str, str], plan: ImportPlan, drafts: bool
) -> ImportedEssay | None:
    title = " ".join(unescape(item.findtext("title") or "").split())
    kind, status = _wp_value(item, "post_type") or "post", _wp_value(item, "status") or "publish"
    if kind != "post":
        plan.left_out.append(f"what is no post: {kind}")
        return None
    if status in {"trash", "auto-draft", "inherit"} or (not drafts and status != "publish"):
        plan.left_out.append(f"a post that is not published: {status}")
        return None
    if _wp_value(item, "post_password"):
        plan.left_out.append("a post with a password")
        return None
    comments = sum(_local(child) == "comment" for child in item)
    plan.left_out += ["a comment"] * comments
    content = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    body = with_footnotes(NOT_TEXT.sub("", content), _meta(item, "footnotes"))
    html = html_of_post(body, pictures, plan.left_out.append)
    login = (item.findtext("{http://purl.org/dc/elements/1.1/}creator") or "").strip()
    date = _post_date(item)
    if not date:
        plan.left_out.append(f"{title or 'a post'}: no date")
        return None
    return ImportedEssay(
        title,
        date,
        markdown_with_notes(html),
        unquote(_wp_value(item, "post_name")).rpartition("/")[2],
        summary=_wp_value(item, "encoded"),
        tags=[name for name in _terms(item) if name.lower() not in _NO_CATEGORIES],
        authors=[name for name in [names.get(login.lower(), login)] if name and "@" not in name],
        addresses=[_address(item)],
        files=[f"/?p={_wp_value(item, 'post_id')}"],
        draft=status != "publish",
    )


def _post_date(item: Any) -> str:
    """The moment of publication in UTC; without one, the day there, or the date that feeds have."""
    moment, local = _wp_value(item, "post_date_gmt"), _wp_value(item, "post_date")
    if re.fullmatch(r"[12]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d", moment):
        return f"{moment.replace(' ', 'T')}+00:00"
    if re.match(r"[12]\d{3}-\d\d-\d\d", local):
        return local[:10]
    published = moment_of(item.findtext("pubDate") or "")
    return published.isoformat() if published else ""


def _address(item: Any) -> str:
    parts = urlsplit((item.findtext("link") or "").strip())
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _terms(item: Any) -> list[str]:
    terms = (" ".join(unescape(term.text or "").split()) for term in item.iterchildren("category"))
    return list(dict.fromkeys(filter(None, terms)))


def _wp_value(parent: Any, name: str) -> str:
    """The text of a tag in WordPress's namespace, whatever its version."""
    return next((str(child.text or "").strip() for child in parent if _local(child) == name), "")


def _meta(item: Any, key: str) -> str:
    """The value of a field beside a post."""
    fields = (child for child in item if _local(child) == "postmeta")
    return next((_wp_value(meta, "meta_value") for meta in fields if _wp_value(meta, "meta_key") == key), "")


def _local(element: Any) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    return _EXPORT.sub("", tag) if _EXPORT.match(tag) else ""
