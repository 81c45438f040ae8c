"""Digests that tell what must be made again after an edit.

Most edits change the text of one post. Other pages show little of it: its fields, how long it is, and what it links
to. So one digest is of everything but the texts of posts, and one of each text. What is made from a post, and from
what other posts show of themselves, is the same while these two are. After an edit of a title the first differs; then
`questions` tells more.
"""

import hashlib
import json
import os
from collections.abc import Iterator

from anthology.cache import cached_per_owner, digest_of_text
from anthology.inputs import CONTENT_FOLDERS, files_below, is_of_an_editor

from .model import AnyPost, Collection, reading_minutes

_LARGE = 1_000_000
"""bytes of a file that is told by its stamp where nothing in the collection names it"""


@cached_per_owner
def digest_without_texts(collection: Collection) -> str:
    """The digest of all that a collection is made from, but for the texts of its posts."""
    posts = (_of_post(post) for post in collection.posts.values())
    return _digest_of([digest_without_posts(collection)], *posts)


@cached_per_owner
def digest_without_posts(collection: Collection) -> str:
    """The digest of all that a collection is made from, but for its posts."""
    return _digest_of(*_parts(collection))


def post_digest(post: AnyPost) -> str:
    """The digest of all of a post that is in its file."""
    return _digest_of([*_of_post(post), text_digest(post)])


def _digest_of(*parts: list[object]) -> str:
    digest, encode = hashlib.sha256(), json.JSONEncoder(ensure_ascii=False).encode
    for part in parts:
        digest.update(f"{encode(part)}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def text_digest(post: AnyPost) -> str:
    """The digest of the text of a post, without its fields."""
    return post.source.text_digest or digest_of_text(post.source.body)


def _parts(collection: Collection) -> Iterator[list[object]]:
    site, addresses = collection.site, collection.addresses
    yield [repr(site), repr(addresses), sorted(collection.listings)]
    # Which of them are shown: drafts are shown in a preview alone.
    yield [sorted(pages) for pages in (collection.practices, collection.people, collection.plain_pages)]
    posts = {str(post.source.file) for post in collection.posts.values() if post.source.fields_digest}
    named = {str(file) for file in collection.files.values()}
    for folder in CONTENT_FOLDERS:
        for path in sorted(files_below(str(collection.root / folder))):
            if path not in posts and (path in named or not is_of_an_editor(path)):
                yield [path, _of_file(collection, path, path in named)]


def _of_post(post: AnyPost) -> list[object]:
    """All that other pages may show of a post."""
    links = [target.page for target, _ in post.prose.links]
    shown = [reading_minutes(post), sorted(post.prose.files), links]
    return [post.id, post.source.fields_digest, post.fields.draft, *shown]


def _of_file(collection: Collection, path: str, is_named: bool) -> object:
    if path.endswith("/"):
        return ""
    try:
        status = os.stat(path)
        if status.st_size > _LARGE and not is_named:
            return [status.st_size, status.st_mtime_ns, status.st_ctime_ns]
        return collection.cache.sha256(collection.root / path)
    except OSError:
        return None
