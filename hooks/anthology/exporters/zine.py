"""The folded sheet of an essay: a page for paper, its text as a booklet of four, eight or more small pages.

A browser lays out the text in columns of one size. Each page of the booklet shows all of it through a window of one
column, moved to its place, so nothing is measured here and nothing is cut. The windows are in the order of imposition.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from html import escape
from unicodedata import east_asian_width

from anthology.cache import digest_of_text
from anthology.collection import (
    Collection,
    EssayPost,
    digest_without_posts,
    digest_without_texts,
    text_digest,
)
from anthology.crosslinks import Offer
from anthology.feeds.whole_notes import whole_notes
from anthology.i18n import Language, lang_attributes
from anthology.made_files import MadeFiles
from anthology.pages import page_language, policy

_BOOKLETS = ((4, 10, 33), (4, 9, 39), (8, 10, 33), (8, 9, 39), (12, 9, 39), (16, 9, 39))
"""pages of a booklet, size of its letters in points, and lines that fit a page: of those measured, the fewest"""
_LETTERS_PER_LINE = {10: 66, 9: 74}
"""letters of a line, by their size"""
_SAFETY_FACTOR = 1.02
"""so many times the lines that were counted must have room"""
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|tr|pre|dt|dd|figcaption)>|<br ?/?>")
_HEADING = re.compile("<h[1-6]")
_PREFORMATTED = re.compile("<pre.*?</pre>", re.DOTALL)
_SMALLER = 0.8
"""footnotes and lists below the text take so much of its lines"""
_TAG = re.compile(r"<[^>]+>")
_MAIL = re.compile(r'<a href="mailto:([^"]+)"[^>]*>(.*?)</a>')
_LINK = re.compile(r'<a class="footnote-backref".*?</a>|</?a\b[^>]*>', re.DOTALL)


def zines(collection: Collection, offers: Mapping[str, Sequence[Offer]]) -> MadeFiles:
    """Return the folded sheet of each essay by its address; `offers` are the practices on the page of each post."""
    files = MadeFiles()
    shared, of_posts = digest_without_posts(collection), digest_without_texts(collection)
    for essay in collection.essays:
        if address := collection.zine_of(essay):
            own = offers.get(essay.id, ())
            decisive = digest_of_text(f"{of_posts} {text_digest(essay)} {own!r}")
            files.add(
                address,
                partial(_document, collection, essay.id, own),
                decisive,
                digest_of_text(f"{shared} {own!r}"),
            )
    return files


def _document(collection: Collection, page: str, offers: Sequence[Offer]) -> bytes:
    essay = collection.posts[page]
    assert isinstance(essay, EssayPost)
    language = page_language(collection, collection.language_of(essay))
    text = _text(collection, essay, offers, language)
    pages, size = _smallest_booklet(text)
    shown = lang_attributes(collection.language_of(essay), language.code)
    attributes = f' lang="{escape(shown["code"])}" dir="{shown["dir"]}"' if shown else ""
    windows = [
        f'<div class="page p{number}"><div class="window"><div class="text"{attributes}>\n{text}\n</div></div>'
        f'<p class="number">{language.number(number)}</p></div>'
        for number in range(1, pages + 1)
    ]
    sides = [
        f'<div class="side">{windows[left - 1]}{windows[right - 1]}</div>'
        for left, right in imposition(pages)
    ]
    document = _PAGE.format(
        language=f'lang="{language.code}" dir="{language.dir}"',
        policy=policy(),
        title=escape(language.text("zine.title", title=essay.fields.title)),
        canonical=escape(collection.addresses.page_url(essay.id)),
        how=escape(language.plural("zine.how", pages // 4)),
        address=f"../../{escape(collection.addresses.page(essay.id))}",
        essay=f"<span{attributes}>{escape(essay.fields.title)}</span>",
        size=size,
        sides="\n".join(sides),
    )
    return document.encode("utf-8", "replace")


def imposition(pages: int) -> Iterator[tuple[int, int]]:
    """Yield the pages on the left and on the right of each side of the sheets, each sheet's front before its back."""
    for sheet in range(pages // 4):
        first, last = 2 * sheet + 1, pages - 2 * sheet
        yield last, first
        yield first + 1, last - 1


def _text(collection: Collection, essay: EssayPost, offers: Sequence[Offer], language: Language) -> str:
    """The text with what belongs to it, without links and ids, which there would be many times."""
    fields, address = essay.fields, collection.addresses.page_url(essay.id)
    people = [collection.people.get(f"people/{name}") for name in fields.byline]
    names = language.listed([person.fields.name for person in people if person])
    facts = [names, language.day(fields.day.at.date()) if fields.day else ""]
    body = collection.addresses.absolute_links(essay.prose.html)
    parts = [
        f"<h1>{escape(fields.title)}</h1>",
        f"<p>{' · '.join(escape(fact) for fact in facts if fact)}</p>",
        f'<p class="summary">{escape(fields.summary)}</p>',
        whole_notes(collection, essay, offers, f'<div class="body">{body}</div>'),
        *_way_to_help(collection, language),
        f'<p class="address">{escape(address)}</p>',
    ]
    text = _MAIL.sub(r"\2: \1", "\n".join(parts))
    text = re.sub(r' id="[^"]*"', "", _LINK.sub("", text))
    return text.replace(f'src="{collection.addresses.site_url}', 'src="../../')


def _way_to_help(collection: Collection, language: Language) -> Iterator[str]:
    if "help" in collection.listings:
        sentence, address = language.sentence("shared.person_now"), collection.addresses.page_url("help")
        yield f"<p>{escape(f'{sentence.before}{sentence.inside}{sentence.after}')} {escape(address)}</p>"


def _smallest_booklet(text: str) -> tuple[int, int]:
    """The smallest booklet in which the text has room, and the size of its letters; a longer text has the largest."""
    counted = {size: _lines(text, letters) * _SAFETY_FACTOR for size, letters in _LETTERS_PER_LINE.items()}
    fitting = (form for form in _BOOKLETS if counted[form[1]] <= form[0] * form[2])
    return next(fitting, _BOOKLETS[-1])[:2]


def _lines(text: str, letters: int) -> float:
    """About how many lines of so many letters a text takes; a picture takes as many as a third of a page."""
    body, *small = re.split('<div class="footnote">|</div>', text, maxsplit=1)
    lines = _plain_lines(body, letters) + sum(_SMALLER * _plain_lines(part, letters) for part in small)
    lines += "".join(_PREFORMATTED.findall(text)).count("\n")
    return lines + 13 * text.count("<img") + len(_HEADING.findall(text))


def _plain_lines(text: str, letters: int) -> float:
    blocks = (" ".join(_TAG.sub("", block).split()) for block in _BLOCK_END.split(text))
    return sum(math.ceil(_width(block) / letters) + 0.3 for block in blocks if block)


def _width(text: str) -> float:
    """The length of a text in Latin letters; those of East Asia are as wide as two, others a quarter wider."""
    if text.isascii():
        return len(text)
    east, others = (sum(map(kind, text)) for kind in (_is_east_asian, _is_of_another_script))
    return len(text) + east + 0.25 * others


def _is_east_asian(letter: str) -> bool:
    return east_asian_width(letter) in "WF"


def _is_of_another_script(letter: str) -> bool:
    return letter > "\u024f" and letter.isalpha() and not _is_east_asian(letter)


_PAGE = """\
<!doctype html>
<html {language}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical}">
<link rel="stylesheet" href="../../assets/zine.css">
</head>
<body>
<main>
<h1>{title}</h1>
<p>{how}</p>
<p><a href="{address}">{essay}</a></p>
</main>
<div class="sheets size-{size}" aria-hidden="true">
{sides}
</div>
</body>
</html>
"""
