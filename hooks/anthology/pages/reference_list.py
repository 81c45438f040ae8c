"""One list of references under a text: its footnotes, each with the source that it cites, then the other sources."""

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape

from anthology.i18n import Language

from .components import Values

_FOOTNOTES = '<div class="footnote">'
_NOTE_ITEM = '<li id="fn:'
_BARE_LINK = re.compile(r'<a href="([^"]+)"[^>]*>(https?://[^<]+)</a>')
_END = re.compile(r'(&nbsp;|\s)*<a class="footnote-backref"|</p>\s*</li>|</li>')
_ADDRESS = re.compile(r'href="(https?://[^"]+)"')


def without_footnotes(html: str) -> tuple[str, str]:
    """Return a text and its list of footnotes, which Markdown puts at its end; '' if it has none."""
    text, _, notes = html.partition(_FOOTNOTES)
    return text, notes[notes.find("<ol>") : notes.rfind("</ol>") + len("</ol>")] if notes else ""


def references(notes: str, sources: Sequence[Values], language: Language) -> tuple[str, list[Values]]:
    """Return the footnotes with what is known of the sources they cite, and the sources that none cites.

    A note cites a source that it links to, or whose first author and year it begins with. The title of the source takes
    the place of its bare address. An address that an earlier note has is a link to that note.
    """
    head, *parts = notes.split(_NOTE_ITEM)
    uncited, linked = list(sources), dict[str, tuple[str, int]]()
    written = [head]
    for number, part in enumerate(parts, start=1):
        name = part.partition('"')[0]
        cited = [source for source in uncited if _cites(part, source)]
        uncited = [source for source in uncited if source not in cited]
        text = _BARE_LINK.sub(lambda link: _earlier_note(link, linked, language), part)
        for source in cited:
            text = _with_source(text, source, language)
        for address in _ADDRESS.findall(text):
            linked.setdefault(_bare(address), (name, number))
        written.append(text)
    return _NOTE_ITEM.join(written), [source for source in uncited if not _addresses(source) & linked.keys()]


def _cites(note: str, source: Values) -> bool:
    if _addresses(source) & {_bare(address) for address in _ADDRESS.findall(note)}:
        return True
    author = re.split(r",| and | y ", source["authors"] or "")[0].split()
    if not author or not source["year"]:
        return False
    cited = rf'[^"]*">\s*<p>[^.;(<]*\b{re.escape(author[-1])}\b[^.;(<]*\({source["year"]}\)'
    return bool(re.match(cited, note))


def _earlier_note(link: re.Match[str], linked: dict[str, tuple[str, int]], language: Language) -> str:
    name, number = linked.get(_bare(link[1]), ("", 0))
    return f'<a href="#fn:{name}">{language.text("post.note", number=number)}</a>' if name else link[0]


def _with_source(note: str, source: Values, language: Language) -> str:
    """The note with the title of the source in the place of its bare address, or after its text."""
    addresses, title = _addresses(source), _link(source["url"], source["title"])
    bare = next((link for link in _BARE_LINK.finditer(note) if _bare(link[1]) in addresses), None)
    if bare:
        note = note.replace(bare[0], title, 1)
    has_link = bool(addresses & {_bare(address) for address in _ADDRESS.findall(note)})
    details = [] if has_link else [title]
    details += [escape(text.rstrip(".")) for text in (source["authors"], source["note"]) if text]
    if source["also"]:
        details.append(_link(source["also"], language.text("post.source_also")))
    if not details:
        return note
    end = _END.search(note)
    assert end
    return (
        f'{note[: end.start()]} <span class="source-note">{". ".join(details)}.</span>{note[end.start() :]}'
    )


def _link(address: str | None, text: str) -> str:
    if not address:
        return f"<cite>{escape(text)}</cite>"
    return f'<a class="source-title" href="{escape(address)}" rel="noopener noreferrer">{escape(text)}</a>'


def _addresses(source: Values) -> set[str]:
    return {_bare(address) for address in (source["url"], source["also"]) if address}


def _bare(address: str) -> str:
    """The address without what differs between two ways to write it."""
    return re.sub(r"^https?://(www\.)?", "", unescape(address)).rstrip("/").lower()


def links_elsewhere(links: Sequence[Values], notes: str, sources: Sequence[Values]) -> Iterator[Values]:
    """Yield the links that neither a footnote nor another source has."""
    linked = {_bare(address) for address in _ADDRESS.findall(notes)}.union(*map(_addresses, sources))
    yield from (link for link in links if _bare(link["url"]) not in linked)
