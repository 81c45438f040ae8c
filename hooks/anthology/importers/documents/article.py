"""The article of a page that was saved: the element that has its text, without what a site puts around and between."""

import re
from typing import Any

_PLACES = (
    './/*[@data-hook="post-description"]',  # Wix
    './/*[contains(concat(" ",normalize-space(@itemprop)," ")," articleBody ")]',
    *(
        f'.//*[contains(concat(" ",normalize-space(@class)," ")," {name} ")]'
        for name in (
            "e-content entry-content post-content post-body article-body article-content articleBody gh-content"
            " post-full-content blog-item-content-wrapper blog-item-content available-content body-markup"
            " single-post-content post__content article__body article__content entry-body story-body article-text"
            " blog-post-content blog-content td-post-content post-entry postContent"
        ).split()
    ),
)  # fmt: skip
"""where Wix, WordPress, Blogger, Ghost, Squarespace, Substack and their like have the text of a post, best first"""
_AROUND = frozenset(
    "script style nav footer form aside noscript template iframe button svg dialog menu select".split()
)
_NAMES_OF_OTHERS = re.compile(
    r"(?i)(^|[\s_-])(share|sharing|sharedaddy|social|related|recommend\w*|comments?|disqus|respond|sidebar|newsletter|subscri\w+"
    r"|promo\w*|advert\w*|sponsor\w*|ads?|breadcrumbs?|pagination|pager|navigation|nav|navbar|menu|cookies?|popup|modal|overlay"
    r"|toolbar|masthead|skip|byline|author-?(bio|box|info|card)|post-?meta|entry-?meta|article-?meta|tags?-?links|post-?tags"
    r"|trending|outbrain|taboola|widget|print-only|screen-reader-text|visually-hidden|sr-only|jp-relatedposts|read-?more|more-?from)"
    r"(?=$|[\s_-])"
)
_TEXTS = "p", "pre", "blockquote", "li", "td"
_LEAST = 200
"""characters that the text of a post has, in a place of which only the name says so"""
_MOST_OF_IT = 0.4
"""part of the text that is never taken for something else, whatever its name"""
_HIDDEN_STYLE = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")


def article_of(root: Any) -> Any:
    """The element with the text of a page, from which the rest has been taken away."""
    for element in [*root.iter("noscript")]:
        is_only_picture = element.find(".//img") is not None and element.getparent().find("img") is None
        element.drop_tag() if is_only_picture else element.drop_tree()
    for element in [*root.iter("script", "style", "template")]:
        element.drop_tree()
    whole = _length(root)
    for element in [*root.iter(*_AROUND)]:  # some programs have a form around the whole page
        element.drop_tag() if _length(element) > _MOST_OF_IT * whole else element.drop_tree()
    for header in [*root.iter("header")]:
        if header.find(".//h1") is None:
            header.drop_tree()
    place, named = _named_place(root)
    if place is None:
        place = _place_of_most_paragraphs(root)
    _drop_others(place, links_too=not named)
    return place


def _named_place(root: Any) -> tuple[Any, bool]:
    """The place that its name or its tag declares to be that of the text, and whether its name does."""
    for path in _PLACES:
        places = [place for place in root.xpath(path) if _length(place) >= _LEAST]
        if len(places) == 1 or (places and _length(places[0]) > 3 * max(map(_length, places[1:]))):
            return places[0], True
    for name in ("article", "main"):
        places = sorted(root.iter(name), key=_length, reverse=True)
        if len(places) == 1 or (places and _length(places[0]) > 2 * _length(places[1])):
            return places[0], False
    return None, False


def _place_of_most_paragraphs(root: Any) -> Any:
    """The innermost element that has most of the text of paragraphs, as a page's text stands together."""
    body = root if root.tag == "body" else next(root.iter("body"), root)
    place = body
    while True:
        inner = max(place.iterchildren("*"), key=_prose, default=None)
        if inner is None or inner.tag in _TEXTS or _prose(inner) < 0.8 * _prose(place) or not _prose(place):
            return place
        place = inner


def _drop_others(place: Any, links_too: bool) -> None:
    """Take away what is not the text: what is named after something else, is hidden, or is a list of links."""
    whole = _length(place)
    for element in [*place.iterdescendants()]:
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        name = element.get("id") or ""  # a long one is that of a heading
        names = f"{element.get('class') or ''} {element.get('role') or ''} {name if len(name) < 20 else ''}"
        hidden = element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style") or "")
        named = (
            "embed" not in names
            and _NAMES_OF_OTHERS.search(names)
            and element.tag
            not in {
                "html",
                "body",
                "p",
                "a",
                "code",
                "pre",
            }
        )
        if (hidden or named or (links_too and _is_list_of_links(element))) and _length(
            element
        ) < _MOST_OF_IT * max(whole, 1):
            element.drop_tree()


def _is_list_of_links(element: Any) -> bool:
    """True for a list, or a block with headings, of which nearly every word leads elsewhere and no entry is a text."""
    if element.tag not in {"ul", "ol", "div", "section", "dl"}:
        return False
    links = [*element.iter("a")]
    length = _length(element)
    return (
        len(links) > 3
        and length > 0
        and sum(map(_length, links)) > 0.9 * length
        and element.find(".//p") is None
    )


def _prose(element: Any) -> int:
    """The length of the paragraphs in an element, without those that are mostly links."""
    return sum(
        length
        for text in element.iter(*_TEXTS)
        if (length := _length(text)) > 40 and sum(map(_length, text.iter("a"))) < 0.5 * length
    )


def _length(element: Any) -> int:
    return len(" ".join(str(element.text_content()).split()))
