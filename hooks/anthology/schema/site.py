"""What the whole collection shares: the show, the vocabulary, the help directory, settings, pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, RootModel

from anthology.problems import shorten

from .apple_categories import CATEGORIES
from .podcast import MEDIUMS, Frequency, Location, Person, Picture, RemoteItem, SocialInteract, Txts
from .types import (
    DayOrUnknown,
    FileName,
    Flag,
    Grouped,
    Identifier,
    Language,
    License,
    Listed,
    Model,
    Moment,
    PostId,
    Prose,
    Season,
    SitePath,
    Summary,
    Text,
    WebAddress,
    Wrong,
    choice,
    wrong,
)


def _category(value: Any) -> Any:
    main, *rest = (
        [value] if isinstance(value, str) else value if isinstance(value, list) and value else [None]
    )
    if not isinstance(main, str) or main not in CATEGORIES:
        raise wrong(
            f"is {shorten(main)}, which is not in Apple's list", f"write one of: {', '.join(CATEGORIES)}"
        )
    if rest and (len(rest) > 1 or rest[0] not in CATEGORIES[main]):
        fix = (
            f"write one of: {', '.join(CATEGORIES[main])}"
            if CATEGORIES[main]
            else f"write  category: [{main}]"
        )
        raise wrong(f"has {', '.join(map(str, rest))}, which Apple does not list under {main}", fix)
    return [main, *rest]


class Funding(Model):
    """A way to support the show."""

    url: WebAddress = Field(description="where")
    text: Text = Field(description="what the link says")


class Show(Model):
    """The fields of episodes/show.yml."""

    title: Text = Field(description="the name of the show")
    description: Prose = Field(description="what it is about")
    author: Text = Field(description="who makes it")
    email: Text | None = Field(None, description="a role's address, never a person's")
    language: Language = Field(description="a language code, such as en")
    category: Annotated[list[str], BeforeValidator(_category)] = Field(
        description="Apple's words: [main, sub]"
    )
    image: FileName = Field(description="the cover beside this file, 3000×3000")
    image_alt: Text | None = Field(None, description="what the cover shows, for those who do not see it")
    images: Annotated[list[Picture], Listed] = Field([], description="further pictures for apps, beside it")
    explicit: Flag = Field(description="true or false")
    type: Annotated[str, BeforeValidator(choice("episodic", "serial"))] = Field(
        "episodic", description="episodic or serial"
    )
    link: WebAddress | None = Field(None, description="the show's page, if not this site")
    copyright: Text | None = Field(None, description="the line of copyright")
    license: License | None = Field(None, description="an SPDX id")
    guid: Text = Field(description="the show's podcast:guid, for life")
    seasons: Annotated[dict[Season, Text], Grouped] = Field({}, description="their names by number")
    locked: Flag = Field(False, description="true: other hosts may not import the feed")
    funding: Annotated[list[Funding], Listed] = Field([], description="ways to support the show")
    medium: Annotated[str, BeforeValidator(choice(*MEDIUMS))] = Field(
        "podcast", description="podcast, audiobook …"
    )
    update_frequency: Frequency | None = Field(None, description="how often an episode comes, in words")
    persons: Annotated[list[Person], Listed] = Field([], description="who makes the show, as a rule")
    location: Location | None = Field(None, description="what place it is about")
    trailer: PostId | None = Field(None, description="the episode that is the trailer")
    podroll: Annotated[list[RemoteItem], Listed] = Field([], description="shows that this one recommends")
    remote_items: Annotated[list[RemoteItem], Listed] = Field(
        [], description="episodes of other shows that belong to this one"
    )
    social_interact: Annotated[list[SocialInteract], Listed] = Field(
        [], description="where people talk about the show"
    )
    txt: Txts = Field([], description="lines of free text for the feed")
    new_feed_url: WebAddress | None = Field(None, description="where the feed has moved")
    complete: Flag = Field(False, description="true: no further episodes will come")
    block: Flag = Field(False, description="true: directories leave it out")
    block_services: Annotated[list[Identifier], Listed] = Field(
        [], description="services that shall leave it out, such as google"
    )
    allow_services: Annotated[list[Identifier], Listed] = Field(
        [], description="services that may show it although it is blocked"
    )
    apps: Annotated[dict[str, WebAddress], Grouped] = Field({}, description="the show's page in podcast apps")


class Topic(Model):
    """What a piece is about."""

    title: Text = Field(description="its name")
    text: Prose = Field(description="what it is, and what the disagreement is about")
    helps_with: Annotated[list[Identifier], Listed] = Field([], description="ids of helps_with words")


class NoteWord(Model):
    """A content note that posts may carry."""

    title: Text = Field(description="its name, short and neutral")
    helps_with: Annotated[list[Identifier], Listed] = Field([], description="ids of helps_with words")


class HelpsWith(Model):
    """What a practice can help with, and the reason shown to a reader."""

    title: Text = Field(description="its name")
    reason: Text = Field(description='why a practice is offered: "when grief is close"')
    phrases: Annotated[list[Text], Listed] = Field([], description="plain phrases that speak of it")


class Series(Model):
    """Posts that belong together, in an order."""

    title: Text = Field(description="its name")
    summary: Summary | None = Field(None, description="what it is about")


class Vocabulary(Model):
    """docs/vocabulary.yml."""

    topics: Annotated[dict[Identifier, Topic], Grouped] = Field({}, description="what pieces are about")
    content_notes: Annotated[dict[Identifier, NoteWord], Grouped] = Field(
        {}, description="what readers may want to know"
    )
    helps_with: Annotated[dict[Identifier, HelpsWith], Grouped] = Field(
        {}, description="what practices help with"
    )
    series: Annotated[dict[Identifier, Series], Grouped] = Field({}, description="posts in an order")


class HelpSource(Model):
    """Where a fact of the directory was read."""

    title: Text = Field(description="the page's title")
    url: WebAddress = Field(description="its address")
    date: DayOrUnknown = Field(description="the date of the page or of the copy that was read, or unknown")


class HelpLine(Model):
    """One entry of docs/help.yml."""

    name: Text = Field(description="its name")
    country: Text = Field(description="where it can be reached")
    who_answers: Text = Field(description="who picks up")
    hours: Text = Field(description="when")
    languages: Annotated[
        list[Text], Listed, BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
    ] = Field(description="in which languages")
    url: WebAddress = Field(description="its own page")
    phone: Text | None = Field(None, description="only as its own page shows it")
    text: Text | None = Field(None, description="how to write to it")
    peer_run: Flag = Field(False, description="true if people who have been there run it")
    police: Annotated[str, BeforeValidator(choice("no", "exceptions", "yes", "unknown"))] = Field(
        description="whether it may contact the police without consent"
    )
    police_detail: Text | None = Field(None, description="when, in its own words")
    source: HelpSource = Field(description="where this was read")
    checked: Moment = Field(description="the day it was checked")

    def broken_rules(self) -> Iterator[Wrong]:
        """Exceptions are explained."""
        if self.police == "exceptions" and not self.police_detail:
            said = "police has exceptions, but no police_detail"
            yield wrong(said, "say when:  police_detail: …", "police", ("police", "police_detail"))


class Exit(Model):
    """The quick-exit control."""

    url: WebAddress = Field("https://www.bbc.com/weather", description="where it leads")
    enabled: Flag = Field(False, description="true: on every page")


class Path(Model):
    """A way into the collection, chosen by the editors."""

    title: Text = Field(description="for whom, or what for")
    posts: Annotated[list[PostId], Listed] = Field(description="ids of posts, in order")


class Settings(Model):
    """`extra.anthology` in mkdocs.yml."""

    license: License = Field("CC-BY-4.0", description="the licence of what states no other")
    contact: Text | None = Field(None, description="the address of a role, not of a person")
    exit: Exit = Field(Exit(), description="the quick-exit control")
    search: Flag = Field(
        False, description="true: readers can search; a build takes about half as long again"
    )
    start_here: Annotated[list[Path], Listed] = Field([], description="ways into the collection")


class Page(Model):
    """A page that is no post: about, privacy …"""

    title: Text = Field(description="its title")
    summary: Summary | None = Field(None, description="one or two plain sentences")
    updated: Moment | None = Field(None, description="the day of the last change of substance")
    language: Language | None = Field(None, description="a language code")
    aliases: Annotated[list[SitePath], Listed] = Field([], description="old addresses that lead here")
    draft: Flag = Field(False, description="true: only the preview shows it")
    exit: Flag = Field(False, description="true: shows the quick-exit control")


class HelpDirectory(RootModel[Annotated[list[HelpLine], Listed]]):
    """docs/help.yml: a list of entries."""

    model_config = ConfigDict(frozen=True)

    @property
    def entries(self) -> list[HelpLine]:
        """In the order of the file."""
        return self.root
