"""Questions about the posts of a collection: a page is the same while the answers to all that it asked are.

Whatever reads a post by its id, or all posts, asks by that. What needs to go through all posts to find a few asks one
of the questions here, whose answer changes less often than the posts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from anthology.cache import cached_per_owner, digest_of_text
from anthology.reads import note, with_reads

from .digests import digest_without_texts, post_digest, text_digest
from .model import AnyPost, Collection

Answer = list[AnyPost]
_QUESTIONS: dict[str, Callable[[Collection, str], Answer]] = {}


def _question(function: Callable[[Collection, str], Answer]) -> Callable[[Collection, str], Answer]:
    """A function that finds posts; what it reads is noted as this question alone, and so is each post that it finds."""
    name = function.__name__
    _QUESTIONS[name] = function

    def asked(collection: Collection, about: str) -> Answer:
        note(f"{name} {about}", *(f"post {post.id}" for post in _found(collection, name, about)))
        return list(_found(collection, name, about))

    return asked


@_question
def versions(collection: Collection, original: str) -> Answer:
    """The original and its translations, by the id of the original; nothing of a post that was not translated."""
    return _versions(collection).get(original, [])


@_question
def parts_of_series(collection: Collection, name: str) -> Answer:
    """The parts of a series in their order."""
    return _parts(collection).get(name, [])


@_question
def posts_of_person(collection: Collection, name: str) -> Answer:
    """The posts in which a person takes part, in any order."""
    return _by_names(collection, "participants").get(name, [])


@_question
def posts_on_topic(collection: Collection, name: str) -> Answer:
    """The posts with a topic, in any order."""
    return _by_names(collection, "topics").get(name, [])


@_question
def episodes_around(collection: Collection, page: str) -> Answer:
    """The episode, and those published before and after it, the newest first."""
    episodes = list[AnyPost](collection.episodes)
    place = next((place for place, episode in enumerate(episodes) if episode.id == page), None)
    return [] if place is None else episodes[max(0, place - 1) : place + 2]


def answers(collection: Collection, questions: Iterable[str]) -> Iterator[str]:
    """Yield what stands for the answer to each question."""
    return (_answer(collection, question) for question in questions)


@cached_per_owner
def _answer(collection: Collection, question: str) -> str:
    name, _, about = question.partition(" ")
    if question == "every post":
        texts = [text_digest(post) for post in collection.posts.values()]
        return digest_of_text(f"{digest_without_texts(collection)} {texts}")
    if name == "post":
        post = collection.posts.get(about)
        return post_digest(post) if post else ""
    # Whoever asked may have been shown no drafts.
    return repr([(post.id, post.fields.draft) for post in _found(collection, name, about)])


@cached_per_owner
def _found(collection: Collection, name: str, about: str) -> Answer:
    return with_reads(lambda: _QUESTIONS[name](collection, about))[0]


@cached_per_owner
def _versions(collection: Collection) -> dict[str, Answer]:
    by_original = dict[str, Answer]()
    for post in sorted(collection.posts.values(), key=lambda post: post.id):
        if original := collection.posts.get(post.fields.translation_of or ""):
            by_original.setdefault(original.id, [original]).append(post)
    return by_original


@cached_per_owner
def _by_names(collection: Collection, field: str) -> dict[str, Answer]:
    by_name = defaultdict[str, Answer](list)
    for post in collection.posts.values():
        for name in dict.fromkeys(getattr(post.fields, field)):
            by_name[name].append(post)
    return by_name


@cached_per_owner
def _parts(collection: Collection) -> dict[str, Answer]:
    by_series = defaultdict[str, Answer](list)
    for post in sorted(collection.posts.values(), key=lambda post: (post.fields.part or 0, post.id)):
        if post.fields.series:
            by_series[post.fields.series].append(post)
    return by_series
