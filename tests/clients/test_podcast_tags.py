"""Every podcast: tag that we write, in the golden folder that has them all, and who recognises it."""

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from anthology.feeds.podcast_namespace import CHANNEL, ITEM, TagSpec
from clients.listener import installed

pytestmark = pytest.mark.clients

HERE = Path(__file__).parent
FEED = HERE.parent / "feeds" / "everything" / "podcast.xml"
PARSERS = ("podcast-partytime", "feedsmith")


class Tag(NamedTuple):
    """A tag, where each parser keeps what it says ('' if it does not know the tag), and what it must say.

    A place is a way through the parser's answer; the words are those that the golden folder gives the tag.
    """

    name: str
    partytime: str
    feedsmith: str
    words: tuple[str, ...]


ONE = "items.0"
OTHERS = f"{ONE}.alternativeEnclosures"
TAGS = [
    Tag("channel/guid", "guid", "podcast.guid", ("368e1282-a34d-57bd-a008-d02e0e6a2b71",)),
    Tag("channel/locked", "locked", "podcast.locked", ("true",)),
    Tag("channel/locked owner", "podcastOwner", "podcast.locked", ("podcast@example.org",)),
    Tag("channel/medium", "medium", "podcast.medium", ("podcast",)),
    Tag("channel/license", "license", "podcast.license", ("cc-by-4.0",)),
    Tag("channel/funding", "podcastFunding", "podcast.fundings", ("example.org/give", "Give what")),
    Tag("channel/person", "podcastPeople", "podcast.persons", ("The editors", "people/editors")),
    Tag("channel/location", "podcastLocation", "podcast.locations", ("Brighton", "R114085", "geo:50.82")),
    Tag("channel/location rel, country", "", "podcast.locations", ("creator", "GB")),
    Tag("channel/image", "", "podcast.images", ("wide.png", "16/9", "The same pier", "banner", "1600")),
    Tag("channel/images", "podcastImages", "", ("cover.jpg 3000w",)),
    Tag("channel/trailer", "trailers", "podcast.trailers", ("trailer.mp3", "Season two", "6347", "2026")),
    Tag("channel/podroll", "podroll", "podcast.podroll", ("9b024349", "other.xml", "Another", "audiobook")),
    Tag("channel/remoteItem", "podcastRemoteItems", "podcast.remoteItems", ("9b024349", "an-episode")),
    Tag("channel/txt", "podcastTxt", "podcast.txts", ("a line of text", "S6lpp-7ZCn8", "verify")),
    Tag("channel/updateFrequency", "", "podcast.updateFrequency",
        ("Every other Monday", "FREQ=WEEKLY;INTERVAL=2", "2026-01-05", "true")),
    Tag("channel/block", "podcastBlocked", "", ("yes",)),
    Tag("channel/block value", "", "podcast.blocks.0.value", ("true",)),
    Tag("channel/block id", "podcastBlockedPlatforms", "podcast.blocks", ("google", "podcastindex", "false")),
    Tag("channel/socialInteract", "", "", ()),
    Tag("item/season", f"{ONE}.podcastSeason", f"{ONE}.podcast.season", ("1", "Leaving")),
    Tag("item/episode", f"{ONE}.podcastEpisode", f"{ONE}.podcast.episode", ("3", "3½")),
    Tag("item/person", f"{ONE}.podcastPeople", f"{ONE}.podcast.persons", ("The editors", "arrator", "ast")),
    Tag("item/transcript", f"{ONE}.podcastTranscripts", f"{ONE}.podcast.transcripts",
        ("transcript.vtt", "transcript.srt", "transcript.json", "transcript.txt", "text/vtt", "en")),
    Tag("item/chapters", f"{ONE}.podcastChapters", f"{ONE}.podcast.chapters",
        ("chapters.json", "application/json+chapters")),
    Tag("item/soundbite", f"{ONE}.podcastSoundbites", f"{ONE}.podcast.soundbites", ("0.5", "1", "A wave")),
    Tag("item/alternateEnclosure", OTHERS, f"{ONE}.podcast.alternateEnclosures",
        ("audio/ogg", "5158", "26864", "Small", "opus", "audio/x-m4a")),
    Tag("item/source", f"{OTHERS}.0.source", f"{ONE}.podcast.alternateEnclosures.0.sources",
        ("pier/pier.opus", "ipfs://QmdwGqd3")),
    Tag("item/integrity", f"{OTHERS}.0.integrity", f"{ONE}.podcast.alternateEnclosures.0.integrity",
        ("sri", "sha256-69zIeOYmwP5dPjXyHmXuGiferZKpe1NH/TE+")),
    Tag("item/location", f"{ONE}.podcastLocation", f"{ONE}.podcast.locations", ("Palace Pier", "W4259222")),
    Tag("item/license", f"{ONE}.license", f"{ONE}.podcast.license", ("cc0-1.0",)),
    Tag("item/image", "", f"{ONE}.podcast.images", ("pier/cover.png", "A wave", "1/1")),
    Tag("item/images", f"{ONE}.podcastImages", "", ("pier/cover.png 1400w",)),
    Tag("item/txt", f"{ONE}.podcastTxt", f"{ONE}.podcast.txts", ("A line for one service", "release")),
    Tag("item/socialInteract", f"{ONE}.podcastSocialInteraction", f"{ONE}.podcast.socialInteracts",
        ("activitypub", "https://social.example/@show/2", "@show")),
    Tag("item/psc:chapters", "", f"{ONE}.psc.chapters", ("00:00:01.250", "The end", "https://example.org/end")),
]  # fmt: skip


@pytest.mark.parametrize("package", PARSERS)
@pytest.mark.parametrize("tag", TAGS, ids=lambda tag: tag.name)
def test_a_parser_recognises_each_tag_that_it_knows(tag: Tag, package: str) -> None:
    place = place_of(tag, package)
    if not place:
        return  # it does not know this tag at all; the next test asks that one of the two does
    told = json.dumps(reach(read(package), place), ensure_ascii=False)

    assert [] == [word for word in tag.words if word not in told], told


def test_every_tag_is_known_to_one_of_the_two_parsers() -> None:
    # The namespace allows socialInteract in the channel; both look for it in items alone.
    assert ["channel/socialInteract"] == [tag.name for tag in TAGS if not (tag.partytime or tag.feedsmith)]


def test_every_tag_of_our_tables_is_in_this_table() -> None:
    written = {
        f"{where}/{name}" for where, specs in (("channel", CHANNEL), ("item", ITEM)) for name in names(specs)
    }
    # These two stand inside others, and are in the table under those.
    known = {tag.name.split(" ")[0] for tag in TAGS} - {"item/psc:chapters"}

    assert written == known


def names(specs: tuple[TagSpec, ...]) -> set[str]:
    """The podcast: tags of a table, with those inside others."""
    found = set()
    for spec in specs:
        found |= {spec.tag, spec.wrapper.split(" ")[0]} | {child.tag for child in spec.children}
    return {tag.removeprefix("podcast:") for tag in found if tag.startswith("podcast:")}


def place_of(tag: Tag, package: str) -> str:
    return tag.feedsmith if package == "feedsmith" else tag.partytime


def reach(answer: Any, place: str) -> Any:
    for step in place.split("."):
        answer = answer[int(step)] if step.isdigit() else answer.get(step, {})
    return answer


@cache
def read(package: str) -> Any:
    node = installed("node", "nodejs npm")
    if not (HERE / "node_modules" / package).is_dir():
        pytest.fail(f"{package} is missing. Install it: npm ci --prefix tests/clients", pytrace=False)
    command = [node, str(HERE / "read_whole.mjs"), package, str(FEED)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
