"""Content notes of a page, each with a link that leads past what it names."""

from anthology.collection import Collection
from anthology.i18n import Language, note_title, time_range
from anthology.rendering import Heading, Part, Prose
from anthology.schema import Post, Span

from .components import Values, term_language

_END_ANCHOR = "after-text"
"""The id of what follows the text of a post."""


def content_notes(collection: Collection, fields: Post, prose: Prose, language: Language) -> list[Values]:
    """Return content notes, each with links that skip the parts that it marks."""
    return [
        {
            "title": note_title(note, collection.vocabulary, language),
            "title_language": term_language(
                collection, [collection.vocabulary.content_notes.get(note.note)], language
            ),
            "detail": note.detail,
            "where": [_skip_link(where, prose, language) for where in note.where],
        }
        for note in fields.content_notes
    ]


def _skip_link(where: Span | str, prose: Prose, language: Language) -> Values:
    """`start` and `end` are in seconds, None for a part of a text; `after` is the fragment that follows it."""
    if isinstance(where, Span):
        end = where.end // 1000
        text = language.text("post.skip", place=time_range(where))
        return {"text": text, "start": where.start // 1000, "end": end, "after": f"#t={end}"}
    name = where[1:]
    heading = next((heading for heading in prose.headings if heading.id == name), None)
    if heading:
        text, after = (
            language.text("post.skip_quoted", place=heading.text),
            _id_after(heading, prose.headings),
        )
    else:
        text, after = language.text("post.skip_part", number=name), _number_after(name, prose.parts)
    return {"text": text, "start": None, "end": None, "after": f"#{after}"}


def _id_after(heading: Heading, headings: list[Heading]) -> str:
    """The id of the next heading of the same level or above, which ends the part."""
    following = headings[headings.index(heading) + 1 :]
    return next((later.id for later in following if later.level <= heading.level), _END_ANCHOR)


def _number_after(number: str, parts: list[Part]) -> str:
    """The next part of a thread that has a number."""
    numbers = [part.number for part in parts if part.number]
    following = numbers[numbers.index(number) + 1 :] if number in numbers else []
    return next(iter(following), _END_ANCHOR)
