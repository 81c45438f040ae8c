"""What one file says of another: ids that must exist, links to headings, words that must be known."""

from __future__ import annotations

from collections.abc import Collection as Names
from collections.abc import Iterable, Iterator
from typing import Any

from anthology.problems import FieldPath, Issue
from anthology.rendering.body import Target
from anthology.schema import Episode, Post, Show, Vocabulary
from anthology.sources import Source

from .links import nearest
from .model import Collection, ContentPage, EpisodePost, EssayPost, PersonPage, PracticePage

_FOLDERS = {"person": "docs/people", "practice": "docs/practices"}
_KINDS = {
    "topics": "topic",
    "content_notes": "content note",
    "helps_with": "helps_with word",
    "series": "series",
}
_FEW = 24
"""so many ids are named in a message"""


def check_references(collection: Collection, written: list[ContentPage], shared: dict[str, Source]) -> None:
    """Adds to each source what it refers to in vain."""
    known = _Known(collection, written, shared.get("docs/vocabulary.yml"))
    for item in written:
        item.source.report(*_issues(item, known))
        _check_headings(item, known)
    if source := shared.get("docs/vocabulary.yml"):
        _check_vocabulary(source, collection.vocabulary, known.words["helps_with word"])
    if source := shared.get("mkdocs.yml"):
        for number, way in enumerate(collection.site.settings.start_here):
            path: FieldPath = ("extra", "anthology", "start_here", number, "posts")
            source.report(*known.posts(path, way.posts, False))
    if (source := shared.get("episodes/show.yml")) and collection.show:
        source.report(*_show(collection.show, known))


class _Known:
    """Every id that a field can name, also of what has errors of its own."""

    def __init__(self, collection: Collection, written: list[ContentPage], vocabulary: Source | None) -> None:
        self.by_id: dict[str, list[ContentPage]] = {}
        for item in written:
            self.by_id.setdefault(item.id, []).append(item)
        self.drafts = {item.id for item in written if getattr(item.fields, "draft", False)}  # type: ignore[attr-defined]
        self.drafts -= collection.posts.keys() | collection.practices.keys()
        self.words: dict[str, Names[str] | None] = {
            kind: _words_of(vocabulary, name) for name, kind in _KINDS.items()
        }
        self.words["person"] = {item.file.slug for item in written if isinstance(item, PersonPage)}
        self.words["practice"] = {item.file.slug for item in written if isinstance(item, PracticePage)}

    def check(self, path: FieldPath, kind: str, names: Iterable[str]) -> Iterator[Issue]:
        """Names of one kind, in a list at `path`."""
        known = self.words[kind]
        for number, name in enumerate(names):
            if known is not None and name not in known:
                yield Issue(f"there is no {kind} {name}", _fix(name, kind, known), (*path, number))

    def posts(self, path: FieldPath, names: Iterable[str], draft: bool) -> Iterator[Issue]:
        """Ids of posts, in a list at `path`; only a draft may name a draft."""
        for number, name in enumerate(names):
            if name not in self.by_id:
                near = nearest(
                    name, [known for known in self.by_id if known.startswith(("essays/", "episodes/"))]
                )
                fix = _did_you_mean(near, "check the name of its file")
                yield Issue(f"there is no post {name}", fix, (*path, number))
            elif name in self.drafts and not draft:
                message = f"{name} is a draft, which readers cannot open"
                yield Issue(message, "publish it, or take it out here", (*path, number))


def _words_of(vocabulary: Source | None, name: str) -> Names[str] | None:
    """The ids of one map; nothing where they cannot be known, so that one slip there is one message."""
    if vocabulary is None or not vocabulary.parsed or name in vocabulary.unparsed_fields:
        return None
    words = vocabulary.fields.values.get(name)
    return words if isinstance(words, dict) else {}


def _fix(name: str, kind: str, known: Names[str]) -> str:
    where = _FOLDERS.get(kind, "docs/vocabulary.yml")
    few = f": {', '.join(sorted(known))}" if 0 < len(known) <= _FEW else ""
    return _did_you_mean(nearest(name, known), f"add it to {where}, or use one that is there{few}")


def _did_you_mean(near: str | None, otherwise: str) -> str:
    return f"did you mean {near}?" if near else otherwise


def _issues(item: ContentPage, known: _Known) -> Iterator[Issue]:
    if isinstance(item, EssayPost | EpisodePost):
        yield from _post(item, item.fields, known)
        yield from _skip_links(item)
    if isinstance(item, EpisodePost):
        yield from _episode(item.fields, known)
    if isinstance(item, PracticePage):
        yield from _practice(item, known)


def _post(item: ContentPage, fields: Post, known: _Known) -> Iterator[Issue]:
    yield from known.check(("topics",), "topic", fields.topics)
    yield from known.check(("content_notes",), "content note", [note.note for note in fields.content_notes])
    yield from known.check(("practices",), "practice", fields.practices)
    for field in ("authors", "hosts", "guests"):
        named = [credit.id for credit in fields.people if credit.field == field]
        yield from known.check((field,), "person", named)
    yield from known.check(("series",), "series", [fields.series] if fields.series else [])
    if fields.series and "part" not in item.source.fields.values:
        yield Issue("series is given without part", "add its number in the series:  part: 2", ("series",))
    for name, one in (("responds_to", fields.responds_to), ("translation_of", fields.translation_of)):
        yield from known.posts((name,), [one] if one else [], fields.draft)
        if one == item.id:
            yield Issue(f"{item.id} is this post itself", "name another post, or delete this line", (name,))
    yield from _related(item, fields, known)


def _related(item: ContentPage, fields: Post, known: _Known) -> Iterator[Issue]:
    pinned = fields.related.pin
    for name, ids in (("pin", pinned), ("exclude", fields.related.exclude)):
        yield from known.posts(("related", name), ids, fields.draft or name == "exclude")
        for number, one in enumerate(ids):
            path: FieldPath = ("related", name, number)
            if one == item.id:
                yield Issue(f"{one} is this post itself", "take it out of the list", path)
            elif name == "exclude" and one in pinned:
                fix = "keep it in one of the two: pin shows it first, exclude never"
                yield Issue(f"{one} stands in pin too", fix, path)


def _episode(fields: Episode, known: _Known) -> Iterator[Issue]:
    for number, person in enumerate(fields.persons):
        yield from known.check(("persons", number, "id"), "person", [person.id])


def _show(show: Show, known: _Known) -> Iterator[Issue]:
    yield from known.posts(("trailer",), [show.trailer] if show.trailer else [], False)
    for number, person in enumerate(show.persons):
        yield from known.check(("persons", number, "id"), "person", [person.id])


def _practice(item: PracticePage, known: _Known) -> Iterator[Issue]:
    fields = item.fields
    yield from known.check(("helps_with",), "helps_with word", fields.helps_with)
    yield from known.check(("alternatives",), "practice", fields.alternatives)
    words = {*(known.words["helps_with word"] or ()), *(known.words["content note"] or ())}
    for number, word in enumerate(fields.not_for if known.words["content note"] is not None else []):
        if word not in words:
            message = f"there is no helps_with word or content note {word}"
            yield Issue(message, _fix(word, "helps_with word", words), ("not_for", number))
    others = [other for name in fields.alternatives for other in known.by_id.get(f"practices/{name}", [])]
    anchors = [other.fields.anchor for other in others if isinstance(other, PracticePage)]
    if anchors and all(anchor == fields.anchor for anchor in anchors):
        yield Issue(
            f"all alternatives have the anchor {fields.anchor}, as this practice has",
            "name at least one practice of another anchor",
            ("alternatives",),
        )


def _skip_links(item: EssayPost | EpisodePost) -> Iterator[Issue]:
    """Where a content note applies: a heading of this text, or a part of this recording."""
    length = item.recording.duration_ms if isinstance(item, EpisodePost) and item.recording else None
    for number, note in enumerate(item.fields.content_notes):
        for place, where in enumerate(note.where):
            path: FieldPath = ("content_notes", number, "where", place)
            if isinstance(where, str):
                if where[1:] not in item.prose.ids:
                    near = nearest(where[1:], item.prose.ids)
                    fix = "write # and the heading in small letters, words joined by hyphens"
                    yield Issue(f"there is no heading {where}", _did_you_mean(near and f"#{near}", fix), path)
            elif isinstance(item, EssayPost):
                yield Issue("an essay has no recording to skip in", 'name a heading:  "#the-heading"', path)
            elif length is not None and where.end > length + 1000:
                message = "this part lies past the end of the recording"
                yield Issue(message, "check the times against the recording", path)


def _check_headings(item: ContentPage, known: _Known) -> None:
    """Links to headings, here and on other pages, and links to what readers cannot open."""
    draft = getattr(item.fields, "draft", False)  # type: ignore[attr-defined]
    for target, place in item.prose.links:
        others = [item] if target.page is None else known.by_id.get(target.page, [])
        if target.page in known.drafts and not draft:
            fix = "publish it too, or take the link out"
            item.source.report(Issue(f"/{target.page}/ is a draft, which readers cannot open", fix, place()))
        elif others and target.fragment and not any(_stands(target, other) for other in others):
            near = nearest(target.fragment, {name for other in others for name in other.prose.ids})
            fix = _did_you_mean(near and f"#{near}", "link to the page alone, or to one of its headings")
            where = "on this page" if target.page is None else f"on /{target.page}/"
            item.source.report(Issue(f"there is no heading #{target.fragment} {where}", fix, place()))


def _stands(target: Target, other: ContentPage) -> bool:
    if not other.source.parsed and not other.prose.html:
        return True  # nobody knows; what is wrong with that file is said there
    if isinstance(other, EpisodePost) and (
        target.fragment.startswith("t=") or target.fragment in {"transcript", "chapters"}
    ):
        return True
    return target.fragment in other.prose.ids


def _check_vocabulary(source: Source, vocabulary: Vocabulary, known: Names[str] | None) -> None:
    """Ids that are had once in the whole file, and words that it names and lacks."""
    seen: dict[str, str] = {}
    for name in _KINDS:
        words: dict[str, Any] = getattr(vocabulary, name)
        for word, meaning in words.items():
            if word in seen:
                message = f"{word} stands in {seen[word]} too; an id is unique in the whole file"
                source.report(
                    Issue(message, "give one of them another id", source.fields.keys.get((name, word)))
                )
            seen.setdefault(word, name)
            for number, helps in enumerate(getattr(meaning, "helps_with", [])):
                if known is not None and helps not in known:
                    fix = _did_you_mean(nearest(helps, known), "add it below helps_with")
                    place = source.position((name, word, "helps_with", number))
                    source.report(Issue(f"there is no helps_with word {helps}", fix, place))
