"""Links to headings: programs make their names differently, and some headings are no longer there."""

import re
from collections.abc import Mapping

from anthology.importers.writing import ImportPlan
from anthology.rendering import heading_id

from .shortcodes import outside_code

_LINK_TO_PLACE = re.compile(
    r"(?<!!)\[((?:\\.|[^\[\]\\])*)\]\((/essays/([\w-]+)/)?#([^\s()]*(?:\([^\s()]*\)[^\s()]*)*)((?:\s+\"[^\"\n]*\")?)\)"
)
_PLACE_IN_REFERENCE = re.compile(r"(?m)^( {0,3}\[(?!\^)[^\]\n]+\]:\s*<?)(/essays/([\w-]+)/)?#([^\s<>]*)")
_PLACE_IN_HTML = re.compile(r"(?i)(\shref=[\"'])(/essays/([\w-]+)/)?#([^\"'\s]*)(?=[\"'])")


_OWN_NAME = re.compile(r"(?m)^#{1,6}[ \t]+(.+?)[ \t#]*\{:?[ \t]*#([\w:.-]+)[^{}\n]*\}[ \t]*$")


def named_headings(text: str) -> dict[str, str]:
    """Names that writers gave to headings, `## Tides {#sea}`, each with the one that the heading has here."""
    return {match[2]: heading_id(match[1]) for match in _OWN_NAME.finditer(text)}


def with_known_headings(
    text: str, own: str, headings: Mapping[str, Mapping[str, str]], plan: ImportPlan
) -> str:
    """The text with links to headings that there are; `headings` leads from a slug to old names, and those to new.

    A link to one that is gone leads to its page; on this page, its words stay.
    """
    if "#" not in text:
        return text

    def known(slug: str, name: str) -> str:
        names = headings.get(slug or own, {})
        alike = {_letters(old): new for old, new in sorted(names.items())}
        new = names.get(name) or alike.get(_letters(name)) or alike.get(f"{_letters(name)}text", "")
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

    def changed(part: str) -> str:
        part = _PLACE_IN_REFERENCE.sub(reference, _LINK_TO_PLACE.sub(link, part))
        return _PLACE_IN_HTML.sub(reference, part)

    return outside_code(text, changed)


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
