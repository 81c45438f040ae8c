"""The files that the whole collection shares: show, vocabulary, help directory, settings; and plain pages."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, RootModel

from anthology.problems import shorten

from .apple_categories import CATEGORIES
from .podcast import MEDIUMS, Frequency, Location, Person, Picture, RemoteItem, SocialInteract, Txts
from .types import (
    Date,
    DateOrUnknown,
    FieldError,
    FileName,
    Flag,
    Identifier,
    LanguageCode,
    LicenseId,
    Line,
    Model,
    NonEmptyDict,
    NonEmptyList,
    Paragraphs,
    PositiveInt,
    PostId,
    Season,
    SitePath,
    Summary,
    Uuid,
    WebAddress,
    choice,
    field_error,
)


def _category(value: Any) -> Any:
    main, *rest = (
        [value] if isinstance(value, str) else value if isinstance(value, list) and value else [None]
    )
    if not isinstance(main, str) or main not in CATEGORIES:
        raise field_error(
            f"is {shorten(main)}, which is not in Apple's list", f"write one of: {', '.join(CATEGORIES)}"
        )
    if rest and (len(rest) > 1 or rest[0] not in CATEGORIES[main]):
        fix = (
            f"write one of: {', '.join(CATEGORIES[main])}"
            if CATEGORIES[main]
            else f"write  category: [{main}]"
        )
        raise field_error(f"has {', '.join(map(str, rest))}, which Apple does not list under {main}", fix)
    return [main, *rest]


class Funding(Model):
    """A way to support the show."""

    url: WebAddress = Field(description="where")
    text: Line = Field(description="what the link says")


class Show(Model):
    """The fields of episodes/show.yml."""

    title: Line = Field(description="the name of the show")
    description: Paragraphs = Field(description="what it is about")
    author: Line = Field(description="who makes it")
    email: Line | None = Field(None, description="a role's address, never a person's")
    language: LanguageCode = Field(description="a language code, such as en")
    category: Annotated[list[str], BeforeValidator(_category)] = Field(
        description="Apple's words: [main, sub]"
    )
    image: FileName = Field(description="the cover beside this file, 3000×3000")
    image_alt: Line | None = Field(None, description="what the cover shows, for those who do not see it")
    images: NonEmptyList[Picture] = Field([], description="further pictures for apps, beside it")
    explicit: Flag = Field(description="true or false")
    type: Annotated[str, choice("episodic", "serial")] = Field("episodic", description="episodic or serial")
    link: WebAddress | None = Field(None, description="the show's page, if not this site")
    copyright: Line | None = Field(None, description="the line of copyright")
    license: LicenseId | None = Field(None, description="an SPDX id")
    guid: Uuid = Field(description="the show's podcast:guid, for life")
    seasons: NonEmptyDict[Season, Line] = Field({}, description="their names by number")
    locked: Flag = Field(False, description="true: other hosts may not import the feed")
    funding: NonEmptyList[Funding] = Field([], description="ways to support the show")
    medium: Annotated[str, choice(*MEDIUMS)] = Field("podcast", description="podcast, audiobook …")
    update_frequency: Frequency | None = Field(None, description="how often an episode comes, in words")
    persons: NonEmptyList[Person] = Field([], description="who makes the show, as a rule")
    location: Location | None = Field(None, description="what place it is about")
    trailer: PostId | None = Field(None, description="the episode that is the trailer")
    podroll: NonEmptyList[RemoteItem] = Field([], description="shows that this one recommends")
    remote_items: NonEmptyList[RemoteItem] = Field(
        [], description="episodes of other shows that belong to this one"
    )
    social_interact: NonEmptyList[SocialInteract] = Field([], description="where people talk about the show")
    txt: Txts = Field([], description="lines of free text for the feed")
    new_feed_url: WebAddress | None = Field(None, description="where the feed has moved")
    archive_after: PositiveInt | None = Field(
        None, description="the number of newest episodes that stay in podcast.xml; older ones go to archives"
    )
    complete: Flag = Field(False, description="true: no further episodes will come")
    block: Flag = Field(False, description="true: directories leave it out")
    block_services: NonEmptyList[Identifier] = Field(
        [], description="services that shall leave it out, such as google"
    )
    allow_services: NonEmptyList[Identifier] = Field(
        [], description="services that may show it although it is blocked"
    )
    apps: NonEmptyDict[str, WebAddress] = Field({}, description="the show's page in podcast apps")


class Term(Model):
    """A word of the vocabulary."""

    title: Line = Field(description="its name")
    titles: NonEmptyDict[LanguageCode, Line] = Field({}, description="its name in other languages")

    def title_in(self, language: str) -> str:
        """Return its name in this language, or in the site's language if it has none."""
        return self.titles.get(language, self.title)


class Topic(Term):
    """A topic of posts."""

    text: Paragraphs = Field(description="what it is, and what the disagreement is about")
    helps_with: NonEmptyList[Identifier] = Field([], description="ids of helps_with words")


class ContentNoteTerm(Term):
    """A content note that posts may carry."""

    helps_with: NonEmptyList[Identifier] = Field([], description="ids of helps_with words")


class Need(Term):
    """A need that practices help with, and the reason that readers see."""

    reason: Line = Field(description='why a practice is offered: "when grief is close"')
    reasons: NonEmptyDict[LanguageCode, Line] = Field({}, description="the same in other languages")
    phrases: NonEmptyList[Line] = Field([], description="plain phrases that speak of it")


class Series(Model):
    """Posts that belong together, in an order."""

    title: Line = Field(description="its name")
    summary: Summary | None = Field(None, description="what it is about")


class Vocabulary(Model):
    """docs/vocabulary.yml."""

    topics: NonEmptyDict[Identifier, Topic] = Field({}, description="what pieces are about")
    content_notes: NonEmptyDict[Identifier, ContentNoteTerm] = Field(
        {}, description="what readers may want to know"
    )
    helps_with: NonEmptyDict[Identifier, Need] = Field({}, description="what practices help with")
    series: NonEmptyDict[Identifier, Series] = Field({}, description="posts in an order")


class HelpSource(Model):
    """The page on which an entry of the directory is based."""

    title: Line = Field(description="the page's title")
    url: WebAddress = Field(description="its address")
    date: DateOrUnknown = Field(description="the date of the page or of the copy that was read, or unknown")


class HelpLine(Model):
    """One entry of docs/help.yml."""

    name: Line = Field(description="its name")
    country: Line = Field(description="where it can be reached")
    who_answers: Line = Field(description="who picks up")
    hours: Line = Field(description="when")
    languages: Annotated[
        NonEmptyList[Line], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
    ] = Field(description="in which languages")
    url: WebAddress = Field(description="its own page")
    phone: Line | None = Field(None, description="only as its own page shows it")
    text: Line | None = Field(None, description="how to write to it")
    peer_run: Flag = Field(False, description="true if people who have been there run it")
    police: Annotated[str, choice("no", "exceptions", "yes", "unknown")] = Field(
        description="whether it may contact the police without consent"
    )
    police_detail: Line | None = Field(None, description="when, in its own words")
    source: HelpSource = Field(description="where this was read")
    checked: Date = Field(description="the day it was checked")

    def check(self) -> Iterator[FieldError]:
        """Exceptions are explained."""
        if self.police == "exceptions" and not self.police_detail:
            message = "police has exceptions, but no police_detail"
            yield field_error(message, "say when:  police_detail: …", "police", ("police", "police_detail"))


class Exit(Model):
    """The quick-exit control."""

    url: WebAddress = Field("https://www.bbc.com/weather", description="where it leads")
    enabled: Flag = Field(False, description="true: on every page")


class ReadingPath(Model):
    """A reading path: posts in an order that the editors chose."""

    title: Line = Field(description="for whom, or what for")
    posts: NonEmptyList[PostId] = Field(description="ids of posts, in order")


class Settings(Model):
    """`extra.anthology` in mkdocs.yml."""

    license: LicenseId = Field("CC-BY-4.0", description="the licence of what states no other")
    contact: Line | None = Field(None, description="the address of a role, not of a person")
    exit: Exit = Field(Exit(), description="the quick-exit control")
    search: Flag = Field(
        False, description="true: readers can search; a build takes about half as long again"
    )
    start_here: NonEmptyList[ReadingPath] = Field([], description="ways into the collection")


class Page(Model):
    """A standalone page, such as about or privacy."""

    title: Line = Field(description="its title")
    summary: Summary | None = Field(None, description="one or two plain sentences")
    updated: Date | None = Field(None, description="the day of the last change of substance")
    language: LanguageCode | None = Field(None, description="a language code")
    aliases: NonEmptyList[SitePath] = Field([], description="old addresses that lead here")
    draft: Flag = Field(False, description="true: only the preview shows it")
    exit: Flag = Field(False, description="true: shows the quick-exit control")


class HelpDirectory(RootModel[NonEmptyList[HelpLine]]):
    """docs/help.yml: a list of entries."""

    model_config = ConfigDict(frozen=True)

    @property
    def entries(self) -> list[HelpLine]:
        """In the order of the file."""
        return self.root
