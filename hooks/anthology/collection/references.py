"""References between files: ids that must exist, headings that links lead to, and drafts, which readers cannot open."""

from collections.abc import Collection as Names
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from anthology.problems import FieldPath, Issue
from anthology.rendering import Target
from anthology.schema import Episode, Model, Post, Settings, Translated, Vocabulary
from anthology.sources import Source
from anthology.urls import is_external

from .files.recordings import DURATION_TOLERANCE_MS
from .links import nearest
from .model import (
    AnyPage,
    AnyPost,
    Collection,
    EpisodePost,
    EssayPost,
    PersonPage,
    PlainPage,
    PracticePage,
    is_draft,
)
from .names import KINDS, Ids, did_you_mean, fix_of_unknown
from .site_addresses import LISTING_PAGES


def check_references(collection: Collection, pages: list[AnyPage], sources: Mapping[str, Source]) -> None:
    """Report references to what does not exist, each in the source of its file.

    `sources` are those of shared files, by path.
    """
    ids = Ids(collection, pages, sources.get("docs/vocabulary.yml"))
    for page in pages:
        if isinstance(page, EssayPost | EpisodePost):
            page.source.report(*_post_issues(page, page.fields, ids), *_skip_target_issues(page))
        if isinstance(page, PracticePage):
            page.source.report(*_practice_issues(page, ids))
        page.source.report(*_link_issues(page, ids))
        if page.fields.exit and not collection.site.settings.exit.url:
            page.source.report(_NO_EXIT)
        if isinstance(page, PracticePage | PersonPage | PlainPage):
            own = page.fields.language or collection.site.language
            page.source.report(*_languages_in_wrong_order(page.fields, own))
    _check_series_numbers(pages, collection)
    if source := sources.get("docs/vocabulary.yml"):
        source.report(*_languages_in_wrong_order(collection.vocabulary, collection.site.language))
        source.report(*_vocabulary_issues(source, collection.vocabulary, ids.of["helps_with word"]))
    if source := sources.get("mkdocs.yml"):
        for number, reading_path in enumerate(collection.site.settings.start_here):
            path: FieldPath = ("extra", "anthology", "start_here", number, "posts")
            source.report(*ids.check_posts(path, reading_path.posts))
        source.report(*_menu_issues(collection), *_nav_issues(collection))
    if (source := sources.get("episodes/show.yml")) and collection.show:
        source.report(
            *_languages_in_wrong_order(collection.show, collection.show.language or collection.site.language)
        )
        trailer = [collection.show.trailer] if collection.show.trailer else []
        people = _person_issues([person.id for person in collection.show.persons], ids)
        source.report(*ids.check_posts(("trailer",), trailer), *people)


def check_texts(collection: Collection, posts: Iterable[AnyPost]) -> None:
    """Report references to what does not exist in the texts of these posts, each in the source of its file."""
    groups = (collection.posts, collection.withdrawn, collection.practices, collection.people)
    pages = [*chain.from_iterable(group.values() for group in groups), *collection.plain_pages.values()]
    ids = Ids(collection, pages, None)
    for post in posts:
        post.source.report(*_skip_target_issues(post), *_link_issues(post, ids))


def _languages_in_wrong_order(value: Any, own: str, path: FieldPath = ()) -> Iterator[Issue]:
    """Texts in several languages of which the first is not that of the file: feeds and other programs get the first."""
    if isinstance(value, Translated):
        first = next(iter(value.versions), own)
        if first.partition("-")[0] != own.partition("-")[0]:
            others = "  ".join(f"{code}: …" for code in value.versions if code != own)
            message = f"{path[-1]} begins with {first}, but the language here is {own}"
            yield Issue(message, f"write that language first:  {own}: …  {others}", path)
        return
    parts = (
        value.items() if isinstance(value, dict) else vars(value).items() if isinstance(value, Model) else ()
    )
    for name, part in parts:
        yield from _languages_in_wrong_order(part, own, (*path, name))


def _menu_issues(collection: Collection) -> Iterator[Issue]:
    """A menu names pages that the site may have: one that lists content is left out while there is none."""
    pages = {*LISTING_PAGES, *collection.plain_pages} - {""}
    for menu in ("menu", "footer_menu"):
        for number, page in enumerate(getattr(collection.site.settings, menu)):
            if page not in pages and page not in _usual_pages():
                fix = did_you_mean(nearest(page, pages), f"write docs/{page}.md, or take it out of the menu")
                yield Issue(f"there is no page {page}", fix, ("extra", "anthology", menu, number))


def _nav_issues(collection: Collection) -> Iterator[Issue]:
    """`nav` names pages that there are, or lists that may come."""
    groups = (collection.plain_pages, collection.posts, collection.practices)
    pages = {*LISTING_PAGES, *chain.from_iterable(groups)}
    for number, (target, _) in enumerate(collection.site.nav):
        if not is_external(target) and target not in pages:
            near = nearest(target, pages)
            fix = did_you_mean(near and f"{near}.md", f"write docs/{target}.md, or take it out of nav")
            yield Issue(f"nav names {target}, and there is no such page", fix, ("nav", number))


_NO_EXIT = Issue(
    "this page has a quick exit, but mkdocs.yml does not say where it leads",
    'write there, below  extra: anthology:  the line  exit: {url: "https://www.bbc.com/weather"}',
    ("exit",),
)


def _usual_pages() -> set[str]:
    """The pages that a menu has where the settings do not say."""
    settings = Settings.model_construct()
    return {*settings.menu, *settings.footer_menu}


def _check_series_numbers(pages: Iterable[AnyPage], collection: Collection) -> None:
    """A part of a series, and a full episode of a season, has a number of its own in each language."""
    users: dict[tuple[object, ...], str] = {}
    for page in pages:
        if not isinstance(page, EssayPost | EpisodePost) or page.fields.withdrawn:
            continue
        fields, language = page.fields, collection.language_of(page)
        keys: dict[str, tuple[object, ...]] = {}
        if fields.series and fields.part is not None:
            keys["part"] = ("part", fields.series, fields.part, language)
        if isinstance(fields, Episode) and fields.type == "full" and fields.episode is not None:
            keys["episode"] = ("episode", fields.season, fields.episode, language)
        for name, key in keys.items():
            if (user := users.setdefault(key, page.file.path)) != page.file.path:
                message = f"{name} {key[2]} is used already, by {user}"
                page.source.report(Issue(message, "give one of the two another number", (name,)))


def _post_issues(post: AnyPost, fields: Post, ids: Ids) -> Iterator[Issue]:
    source = post.source
    yield from ids.check_list(source, "topics", "topic", fields.topics)
    notes = [note.note for note in fields.content_notes]
    yield from ids.check_list(source, "content_notes", "content note", notes)
    yield from ids.check_list(source, "practices", "practice", fields.practices)
    for field in ("authors", "hosts", "guests"):
        people = [credit.id for credit in fields.people if credit.field == field]
        yield from ids.check_list(source, field, "person", people)
    yield from _person_issues([credit.id for credit in fields.people if credit.field == "persons"], ids)
    yield from ids.check(("series",), "series", [fields.series] if fields.series else [])
    if fields.series and "part" not in source.fields.values:
        yield Issue("series is given without part", "add its number in the series:  part: 2", ("series",))
    for name, target in (("responds_to", fields.responds_to), ("translation_of", fields.translation_of)):
        yield from ids.check_posts((name,), [target] if target else [], fields.draft)
        if target == post.id:
            yield Issue(f"{post.id} is this post itself", "name another post, or delete this line", (name,))
    yield from _related_issues(post, fields, ids)


def _related_issues(post: AnyPost, fields: Post, ids: Ids) -> Iterator[Issue]:
    pinned = fields.related.pin
    for name, targets in (("pin", pinned), ("exclude", fields.related.exclude)):
        yield from ids.check_posts(("related", name), targets, fields.draft or name == "exclude")
        for number, target in enumerate(targets):
            path: FieldPath = ("related", name, number)
            if target == post.id:
                yield Issue(f"{target} is this post itself", "take it out of the list", path)
            elif name == "exclude" and target in pinned:
                fix = "keep it in one of the two: pin shows it first, exclude never"
                yield Issue(f"{target} is in pin too", fix, path)


def _person_issues(people: list[str], ids: Ids) -> Iterator[Issue]:
    for number, person in enumerate(people):
        yield from ids.check(("persons", number, "id"), "person", [person])


def _practice_issues(page: PracticePage, ids: Ids) -> Iterator[Issue]:
    fields = page.fields
    yield from ids.check(("helps_with",), "helps_with word", fields.helps_with)
    yield from ids.check(("alternatives",), "practice", fields.alternatives)
    terms = {*(ids.of["helps_with word"] or ()), *(ids.of["content note"] or ())}
    for number, term in enumerate(fields.not_for if ids.of["content note"] is not None else []):
        if term not in terms:
            message = f"there is no helps_with word or content note {term}"
            yield Issue(message, fix_of_unknown(term, "helps_with word", terms), ("not_for", number))
    alternatives = [page for name in fields.alternatives for page in ids.pages.get(f"practices/{name}", [])]
    anchors = [page.fields.anchor for page in alternatives if isinstance(page, PracticePage)]
    if anchors and all(anchor == fields.anchor for anchor in anchors):
        message = f"all alternatives have the anchor {fields.anchor}, as this practice has"
        yield Issue(message, "name at least one practice of another anchor", ("alternatives",))


def _skip_target_issues(post: AnyPost) -> Iterator[Issue]:
    """The part that a content note is about must be a heading of the text, or a part of the recording."""
    duration = post.recording.duration_ms if isinstance(post, EpisodePost) and post.recording else None
    for number, note in enumerate(post.fields.content_notes):
        for index, target in enumerate(note.where):
            path: FieldPath = ("content_notes", number, "where", index)
            if isinstance(target, str):
                if target[1:] not in post.prose.ids:
                    near = nearest(target[1:], post.prose.ids)
                    fix = "write # and the heading in small letters, words joined by hyphens"
                    yield Issue(f"there is no heading {target}", did_you_mean(near and f"#{near}", fix), path)
            elif isinstance(post, EssayPost):
                yield Issue("an essay has no recording to skip in", 'name a heading:  "#the-heading"', path)
            elif duration is not None and target.end > duration + DURATION_TOLERANCE_MS:
                message = "this part is past the end of the recording"
                yield Issue(message, "check the times against the recording", path)


def _link_issues(page: AnyPage, ids: Ids) -> Iterator[Issue]:
    """Links to headings that do not exist, here and on other pages, and links to drafts."""
    for target, position in page.prose.links:
        targets = [page] if target.page is None else ids.pages.get(target.page, [])
        if target.page in ids.drafts and not is_draft(page):
            message = f"/{target.page}/ is a draft, which readers cannot open"
            yield Issue(message, "publish it too, or take the link out", position())
        elif targets and target.fragment and not any(_has_fragment(other, target) for other in targets):
            near = nearest(target.fragment, {name for other in targets for name in other.prose.ids})
            fix = did_you_mean(near and f"#{near}", "link to the page alone, or to one of its headings")
            place = "on this page" if target.page is None else f"on /{target.page}/"
            yield Issue(f"there is no heading #{target.fragment} {place}", fix, position())


def _has_fragment(page: AnyPage, target: Target) -> bool:
    if not page.source.parsed and not page.prose.html:
        return True  # unknown; the errors of that file are reported there
    if isinstance(page, EpisodePost) and (
        target.fragment.startswith("t=") or target.fragment in {"transcript", "chapters"}
    ):
        return True
    return target.fragment in page.prose.ids


def _vocabulary_issues(source: Source, vocabulary: Vocabulary, needs: Names[str] | None) -> Iterator[Issue]:
    """Ids that are used twice in the file, and ids of needs (`helps_with`) that do not exist."""
    maps: dict[str, str] = {}
    for name in KINDS:
        terms: dict[str, Any] = getattr(vocabulary, name)
        for id_, term in terms.items():
            if id_ in maps:
                message = f"{id_} is in {maps[id_]} too; an id is unique in the whole file"
                yield Issue(message, "give one of them another id", source.fields.keys.get((name, id_)))
            maps.setdefault(id_, name)
            for number, need in enumerate(getattr(term, "helps_with", [])):
                if needs is not None and need not in needs:
                    fix = did_you_mean(nearest(need, needs), "add it below helps_with")
                    path = (name, id_, "helps_with", number)
                    yield Issue(f"there is no helps_with word {need}", fix, path)
