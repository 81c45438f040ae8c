"""Permanent identifiers of feeds and their entries: UUIDs that do not depend on the site's address."""

import json
import uuid
from collections.abc import Iterable
from functools import cache

from anthology.problems import Issue
from anthology.schema import Show

from .model import AnyPage, EpisodePost

_PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


def guid(show: Show, episode: EpisodePost) -> str:
    """The episode's guid: the one in its notes, the locked one, or one made from the show's guid and the slug."""
    if episode.fields.guid:
        return episode.fields.guid
    if episode.locked:
        return episode.locked.guid
    return _uuid5(show.guid, episode.file.slug)


def check_guids(pages: Iterable[AnyPage]) -> None:
    """A guid is used once, and is what is written: YAML joins two lines, and apps would know another one."""
    users: dict[str, str] = {}
    episodes = [page for page in pages if isinstance(page, EpisodePost)]
    guids = {episode.fields.guid for episode in episodes}
    for page in episodes:
        if not guids.issuperset(page.fields.feed.get("guid", ())):
            fix = "write it as the field  guid:  instead"
            page.source.report(Issue("feed has a guid that is no other episode's", fix, ("feed", "guid")))
        if not page.fields.guid:
            continue
        written, source = page.fields.guid, page.source
        user = users.setdefault(written, page.file.path)
        if user != page.file.path:
            fix = "delete the line, unless this episode has had this guid in another feed"
            source.report(Issue(f"the guid {written} is used already, by {user}", fix, ("guid",)))
        position = source.position(("guid",))
        line = source.lines[position.line - 1] if position else written
        if written not in line.replace("''", "'") and "\\" not in line:
            fix = f"write it on one:  guid: {json.dumps(written, ensure_ascii=False)}"
            source.report(Issue("guid is written on two lines", fix, ("guid",)))


@cache
def _uuid5(namespace: str, name: str) -> str:
    return str(uuid.uuid5(uuid.UUID(namespace), name))


def guid_of_feed(url: str) -> str:
    """The podcast:guid of a feed that is first published at this address.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md
    """
    return str(uuid.uuid5(_PODCAST_NAMESPACE, url.partition("://")[2].rstrip("/")))


def urn(namespace: str, name: str) -> str:
    """The permanent id of something called `name` in a namespace, a UUID: urn:uuid:…."""
    return f"urn:uuid:{_uuid5(namespace, name)}"
