"""Links to headings: programs make their names differently, and some headings are no longer there."""

import re
from collections.abc import Mapping

from anthology.importers.writing import ImportPlan

from .shortcodes import outside_code

_LINK_TO_PLACE = re.compile(
    r"(?<!!)\[((?:\\.|[^\[\]\\])*)\]\((/essays/([\w-]+)/)?#([^\s()]*)((?:\s+\"[^\"\n]*\")?)\)"
)
_PLACE_IN_HTML = re.compile(r"(?i)(\shref=[\"'])(/essays/([\w-]+)/)?#([^\"'\s]*)(?=[\"'])")


def with_known_headings(text: str, own: str, headings: Mapping[str, set[str]], plan: ImportPlan) -> str:
    """The text with links to headings that there are; `headings` leads from a slug to the names of its own.

    A link to one that is gone leads to its page; on this page, its words stay.
    """
    if "(#" not in text and "/#" not in text and "=" not in text:
        return text

    def known(slug: str, name: str) -> str:
        names = headings.get(slug or own, set())
        alike = {_letters(other): other for other in sorted(names)}
        new = name if name in names else alike.get(_letters(name), "")
        if name and not new:
            plan.repaired.append(f"{own}: a link to the heading #{name}, which is not there")
        return new

    def link(match: re.Match[str]) -> str:
        words, page, slug, name, title = match.groups()
        new = known(slug, name)
        place = (page or "") + (f"#{new}" if new else "")
        return f"[{words}]({place}{title})" if place else words

    def reference(match: re.Match[str]) -> str:
        begin, page, slug, name = match.groups()
        new = known(slug, name)
        return begin + ((page or "") + (f"#{new}" if new else "") or f"/essays/{own}/")

    return outside_code(text, lambda part: _PLACE_IN_HTML.sub(reference, _LINK_TO_PLACE.sub(link, part)))


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
