"""A page that was saved or pasted, as HTML: its text, without what a site has around it."""

from typing import Any

from lxml import html as lxml_html  # type: ignore[import-untyped]  # no types are published with it

from anthology.importers.source_files import ImportRefusedError

_AROUND = frozenset("script style nav header footer form aside noscript template iframe button svg".split())


def page_html(text: str) -> tuple[str, str]:
    """The title and the HTML of a page's text; raises ImportRefusedError."""
    try:
        root = lxml_html.document_fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (ValueError, lxml_html.etree.ParserError):
        raise ImportRefusedError("the page has no text") from None
    title = " ".join((root.findtext(".//title") or "").split())
    for element in [*root.iter(*_AROUND)]:
        if element.tag != "header" or element.find(".//h1") is None:
            element.drop_tree()
    place = _text_of_page(root)
    if (heading := next(place.iter("h1"), None)) is not None:
        title = " ".join(heading.text_content().split()) or title
        heading.drop_tree()
    return title, lxml_html.tostring(place, encoding="unicode")


def _text_of_page(root: Any) -> Any:
    for name in ("article", "main", "body"):
        places = [*root.iter(name)]
        if len(places) == 1:
            return places[0]
    return root
