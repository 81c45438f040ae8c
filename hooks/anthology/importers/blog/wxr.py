"""An export of WordPress or Squarespace (WXR) becomes essays: published posts, never comments and commenters."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from anthology.importers.markdown import AS_WRITTEN, to_markdown
from anthology.importers.podcast.feed_elements import channel_of
from anthology.importers.podcast.feed_values import moment_of
from anthology.importers.source_files import ImportRefusedError
from anthology.importers.writing import NO_CHOICES, Choices, ImportPlan
from anthology.unicode import NOT_TEXT

from .essays import ImportedEssay, OldSite, add_essays
from .wordpress_html import html_of_post

_EXPORT = re.compile(r"\{https?://wordpress\.org/export/[\d.]+/(excerpt/)?\}")
_NO_CATEGORIES = frozenset({"uncategorized", "uncategorised"})


def is_wxr(document: bytes) -> bool:
    """A document that declares WordPress's own namespace for exports."""
    return b"wordpress.org/export/" in document[:20_000]


def import_wxr(document: bytes, choices: Choices = NO_CHOICES) -> ImportPlan:
    """The files of an export's posts, the newest `only` of them; raises ImportRefusedError."""
    channel, plan = channel_of(document), ImportPlan()
    names = dict(_names_by_login(channel))
    pictures = {
        _wp_value(item, "post_id"): _wp_value(item, "attachment_url") for item in channel.iterchildren("item")
    }
    essays = [
        essay
        for item in channel.iterchildren("item")
        if (essay := _item_essay(item, names, pictures, plan, choices.drafts)) is not None
    ]
    if not essays:
        raise ImportRefusedError("the export has no published post")
    essays = sorted(essays, key=lambda essay: essay.date, reverse=True)[: choices.only]
    url = _wp_value(channel, "base_blog_url") or (channel.findtext("link") or "").strip()
    add_essays(essays, OldSite(url), plan, choices)
    return plan


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
    html = html_of_post(NOT_TEXT.sub("", content), pictures, plan.left_out.append)
    login = (item.findtext("{http://purl.org/dc/elements/1.1/}creator") or "").strip()
    date = _post_date(item)
    if not date:
        plan.left_out.append(f"{title or 'a post'}: no date")
        return None
    return ImportedEssay(
        title,
        date,
        to_markdown(html, AS_WRITTEN),
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
    terms = (" ".join((term.text or "").split()) for term in item.iterchildren("category"))
    return list(dict.fromkeys(filter(None, terms)))


def _wp_value(parent: Any, name: str) -> str:
    """The text of a tag in WordPress's namespace, whatever its version."""
    return next((str(child.text or "").strip() for child in parent if _local(child) == name), "")


def _local(element: Any) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    return _EXPORT.sub("", tag) if _EXPORT.match(tag) else ""
