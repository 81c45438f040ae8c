"""The feed of a blog (RSS or Atom), as every platform has one, becomes essays."""

from typing import Any
from urllib.parse import urlsplit

from anthology.importers.documents.html_pages import without_widgets
from anthology.importers.licenses import license_of
from anthology.importers.markdown import plain, to_markdown
from anthology.importers.markdown_inline import AS_WRITTEN
from anthology.importers.podcast.feed_elements import elements_of, line_of, tag_name, text_of, xhtml_of
from anthology.importers.podcast.feed_values import moment_of
from anthology.importers.podcast.paging import further_pages
from anthology.importers.source_files import ImportRefusedError, harmless_xml
from anthology.importers.writing import NO_CHOICES, Choices, ImportPlan
from anthology.unicode import NOT_TEXT

from .essays import ImportedEssay, add_essays
from .moved_links import OldSite

_CUT_OFF = ("…", "[…]", "...", "[...]", "Read more", "Continue reading")
_SOUND = ("audio/", "video/")


def is_blog_feed(document: bytes) -> bool:
    """An Atom feed, or an RSS feed without recordings and without a tag of podcasts."""
    root = harmless_xml(document)
    if root is None:
        return False
    if tag_name(root) == "atom:feed":
        return True
    channel = root.find("channel")
    if channel is None or any(tag_name(child).startswith(("itunes:", "podcast:")) for child in channel):
        return False
    types = [enclosure.get("type") or "audio/" for enclosure in channel.iter("enclosure")]
    return next(channel.iterchildren("item"), None) is not None and not any(
        type_.startswith(_SOUND) for type_ in types
    )


def import_blog_feed(document: bytes, choices: Choices = NO_CHOICES, source: str = "") -> ImportPlan:
    """The files of the posts in a feed, and of its further pages; raises ImportRefusedError."""
    plan, feed = ImportPlan(), _feed_of(document)
    posts = [post for page in (feed, *further_pages(feed, source, plan, _feed_of)) for post in _posts(page)]
    url = _entry_link(feed) or source
    author = line_of(next(iter(elements_of(feed, "atom:author")), feed), "atom:name")
    essays = [essay for post in posts if (essay := _essay_of(post, feed, plan))]
    if not essays:
        raise ImportRefusedError("the feed has no post with a date")
    essays = sorted(essays, key=lambda essay: essay.date, reverse=True)[: choices.only]
    language = text_of(feed, "language") or feed.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    plan.to_decide.append(
        f"the feed has {len(essays)} posts; most feeds leave out older ones, which an export has"
        + (f" (its language is {language})" if language else "")
    )
    add_essays(essays, OldSite(url, author), plan, choices)
    return plan


def _feed_of(document: bytes) -> Any:
    root = harmless_xml(document)
    feed = root if root is not None and tag_name(root) == "atom:feed" else None
    channel = root.find("channel") if feed is None and root is not None else feed
    if channel is None:
        raise ImportRefusedError("this is no feed: it has no <channel>")
    return channel


def _posts(feed: Any) -> list[Any]:
    return elements_of(feed, "atom:entry") or [*feed.iterchildren("item")]


def _essay_of(post: Any, feed: Any, plan: ImportPlan) -> ImportedEssay | None:
    """A post; None, and told, for one without a date."""
    title = line_of(post, "title") or plain(_html(post, "atom:title"))
    moment = moment_of(
        text_of(post, "pubDate") or text_of(post, "dc:date") or text_of(post, "atom:published")
        or text_of(post, "atom:updated")
    )  # fmt: skip
    if moment is None:
        plan.left_out.append(f"{title or 'a post'}: no date")
        return None
    whole = _html(post, "content:encoded") or _html(post, "atom:content")
    brief = _html(post, "description") or _html(post, "atom:summary")
    html, summary = (whole, brief) if whole else (brief, "")
    if cut_off := not whole and plain(html).rstrip("] ").endswith(_CUT_OFF):
        plan.to_decide.append(f"{title}: the feed has only its beginning, so it is a draft")
    parts = urlsplit(_entry_link(post))
    creators = [*elements_of(post, "atom:author"), post]
    author = line_of(creators[0], "atom:name") or line_of(post, "dc:creator")
    return ImportedEssay(
        title,
        moment.isoformat(),
        to_markdown(without_widgets(html), AS_WRITTEN),
        parts.path.strip("/").rpartition("/")[2].removesuffix(".html"),
        # A description that is the beginning of the text, cut off, is no summary.
        summary="" if plain(summary).rstrip("] ").endswith(_CUT_OFF) else summary,
        tags=_entry_terms(post),
        authors=[author] if author and "@" not in author else [],
        addresses=[parts.path] if parts.path.strip("/") else [],
        draft=cut_off,
        license=license_of(*_stated_licenses(post)) or license_of(*_stated_licenses(feed)),
    )


def _stated_licenses(parent: Any) -> list[str]:
    links = [
        link.get("href") or "" for link in elements_of(parent, "atom:link") if link.get("rel") == "license"
    ]
    others = (child.text or "" for child in parent if str(child.tag).endswith(("}license", "}rights")))
    return [*links, *others]


def _entry_link(parent: Any) -> str:
    links = [link for link in elements_of(parent, "atom:link") if link.get("rel", "alternate") == "alternate"]
    return text_of(parent, "link") or next((link.get("href") or "" for link in links), "")


def _entry_terms(post: Any) -> list[str]:
    terms = [term.get("term") or "" for term in elements_of(post, "atom:category")]
    terms += [term.text or "" for term in elements_of(post, "category")]
    return [*dict.fromkeys(" ".join(term.split()) for term in terms if term.strip() and "://" not in term)]


def _html(parent: Any, name: str) -> str:
    """The HTML of an element, which may be text, or XHTML within it."""
    element = next(iter(elements_of(parent, name)), None)
    if element is None:
        return ""
    if element.get("type") == "xhtml" and len(element):
        return xhtml_of(element[0])
    return NOT_TEXT.sub("", element.text or "")
