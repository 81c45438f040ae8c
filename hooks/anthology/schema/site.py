"""The files that the whole collection shares: show, vocabulary, help directory, settings."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from . import types as t
from .codes import categories, version_in
from .look import Look
from .parts import PARTS
from .podcast import MEDIUMS, Frequency, Location, Person, Picture, RemoteItem, SocialInteract, Txts
from .types import Model
from .validators import FieldError, choice, field_error


class Funding(Model):
    """A way to support the show."""

    url: t.WebAddress = Field(description="where")
    text: t.Line = Field(description="what the link says")


class Show(Model):
    """The fields of episodes/show.yml."""

    title: t.TranslatedLine = Field(description="the name of the show")
    description: t.TranslatedPlainParagraphs = Field(description="what it is about")
    author: t.Line = Field(description="who makes it")
    email: t.Line | None = Field(None, description="a role's address, never a person's")
    language: t.LanguageCode = Field(description="a language code, such as en")
    owner_name: t.Line | None = Field(
        None, description="the owner's name for directories, if not the author's"
    )
    category: Annotated[list[list[str]], BeforeValidator(categories)] = Field(
        [], description="Apple's words: [main, sub], or a list of up to three of these"
    )
    image: t.FileName | None = Field(None, description="the cover beside this file, 3000×3000")
    image_alt: t.Line | None = Field(None, description="what the cover shows, for those who do not see it")
    images: t.List[Picture] = Field([], description="further pictures for apps, beside it")
    explicit: t.Flag = Field(description="true or false")
    type: Annotated[str, choice("episodic", "serial")] = Field("episodic", description="episodic or serial")
    link: t.WebAddress | None = Field(None, description="the show's page, if not this site")
    copyright: t.Line | None = Field(None, description="the line of copyright")
    license: t.LicenseId | None = Field(None, description="an SPDX id")
    guid: t.Uuid = Field(description="the show's podcast:guid, for life")
    seasons: t.NonEmptyDict[t.Season, t.TranslatedLine] = Field({}, description="their names by number")
    locked: t.Flag = Field(False, description="true: other hosts may not import the feed")
    funding: t.List[Funding] = Field([], description="ways to support the show")
    medium: Annotated[str, choice(*MEDIUMS)] = Field("podcast", description="podcast, audiobook …")
    update_frequency: Frequency | None = Field(None, description="how often an episode comes, in words")
    persons: t.List[Person] = Field([], description="who makes the show, as a rule")
    location: Location | None = Field(None, description="what place it is about")
    trailer: t.PostId | None = Field(None, description="the episode that is the trailer")
    podroll: t.List[RemoteItem] = Field([], description="shows that this one recommends")
    remote_items: t.List[RemoteItem] = Field(
        [], description="episodes of other shows that belong to this one"
    )
    social_interact: t.List[SocialInteract] = Field([], description="where people talk about the show")
    txt: Txts = Field([], description="lines of free text for the feed")
    new_feed_url: t.WebAddress | None = Field(None, description="where the feed has moved")
    archive_after: t.PositiveInt | None = Field(
        None, description="the number of newest episodes that stay in podcast.xml; older ones go to archives"
    )
    complete: t.Flag = Field(False, description="true: no further episodes will come")
    block: t.Flag = Field(False, description="true: directories leave it out")
    block_services: t.List[t.Identifier] = Field(
        [], description="services that shall leave it out, such as google"
    )
    allow_services: t.List[t.Identifier] = Field(
        [], description="services that may show it although it is blocked"
    )
    apps: t.NonEmptyDict[str, t.WebAddress] = Field({}, description="the show's page in podcast apps")
    feed: t.ShowTags = Field({}, description="tags of the feed that are to stay as they are")
    episode_feed: t.FeedTags = Field({}, description="the same for every episode that does not say otherwise")

    def check(self) -> Iterator[FieldError]:
        """A show has a cover and a category; one that moves in may say in `feed` how its feed has them, or `none`."""
        if not self.category and "itunes:category" not in self.feed:
            fix = "add one of Apple's words:  category: [Health & Fitness, Mental Health]"
            yield field_error("category is missing", fix, "category", ("category", "feed"))
        if not self.image and "itunes:image" not in self.feed:
            fix = "put the cover beside this file and add:  image: cover.jpg"
            yield field_error("image is missing", fix, "image", ("image", "feed"))


class Term(Model):
    """A word of the vocabulary."""

    title: t.TranslatedLine = Field(description="its name")
    titles: t.NonEmptyDict[t.LanguageCode, t.Line] = Field({}, description="its name in other languages")

    def title_in(self, language: str) -> str:
        """Return its name in this language, or in the site's language if it has none."""
        return self.titles.get(language) or version_in(self.title, language) or self.title

    def has_title_in(self, language: str) -> bool:
        """Tell if it has a name in this language that is given as such."""
        return language in self.titles or version_in(self.title, language) is not None


class Topic(Term):
    """A topic of posts."""

    text: t.Paragraphs = Field(description="what it is, and what the disagreement is about")
    helps_with: t.List[t.Identifier] = Field([], description="ids of helps_with words")


class ContentNoteTerm(Term):
    """A content note that posts may carry."""

    helps_with: t.List[t.Identifier] = Field([], description="ids of helps_with words")


class Need(Term):
    """A need that practices help with, and the reason that readers see."""

    reason: t.TranslatedLine = Field(description='why a practice is offered: "when grief is close"')
    reasons: t.NonEmptyDict[t.LanguageCode, t.Line] = Field({}, description="the same in other languages")
    phrases: t.List[t.Line] = Field([], description="plain phrases that speak of it")

    def reason_in(self, language: str) -> str | None:
        """Return the reason in this language, or None if it has none."""
        return self.reasons.get(language) or version_in(self.reason, language)


class Series(Model):
    """Posts that belong together, in an order."""

    title: t.TranslatedLine = Field(description="its name")
    summary: t.TranslatedSummary | None = Field(None, description="what it is about")


class Vocabulary(Model):
    """docs/vocabulary.yml."""

    topics: t.NonEmptyDict[t.Identifier, Topic] = Field({}, description="what pieces are about")
    content_notes: t.NonEmptyDict[t.Identifier, ContentNoteTerm] = Field(
        {}, description="what readers may want to know"
    )
    helps_with: t.NonEmptyDict[t.Identifier, Need] = Field({}, description="what practices help with")
    series: t.NonEmptyDict[t.Identifier, Series] = Field({}, description="posts in an order")


class HelpSource(Model):
    """The page on which an entry of the directory is based."""

    title: t.Line = Field(description="the page's title")
    url: t.WebAddress = Field(description="its address")
    date: t.DateOrUnknown = Field(description="the date of the page or of the copy that was read, or unknown")


class HelpLine(Model):
    """One entry of docs/help.yml."""

    name: t.Line = Field(description="its name")
    country: t.Line = Field(description="where it can be reached")
    who_answers: t.Line = Field(description="who picks up")
    hours: t.Line = Field(description="when")
    all_day: t.Flag = Field(False, description="true if it answers at every hour; it is then shown first")
    languages: Annotated[
        t.NonEmptyList[t.Line], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
    ] = Field(description="in which languages")
    url: t.WebAddress = Field(description="its own page")
    phone: t.Line | None = Field(None, description="only as its own page shows it")
    text: t.Line | None = Field(None, description="how to write to it")
    chat: t.WebAddress | None = Field(None, description="the page on which it answers in writing")
    peer_run: t.Flag = Field(False, description="true if people who have been there run it")
    police: Annotated[str, choice("no", "exceptions", "yes", "unknown")] = Field(
        description="whether it may contact the police without consent"
    )
    police_detail: t.Line | None = Field(None, description="when, in its own words")
    source: HelpSource = Field(description="where this was read")
    checked: t.Date = Field(description="the day it was checked")

    def check(self) -> Iterator[FieldError]:
        """Exceptions are explained."""
        if self.police == "exceptions" and not self.police_detail:
            message = "police has exceptions, but no police_detail"
            yield field_error(message, "say when:  police_detail: …", "police", ("police", "police_detail"))


class Exit(Model):
    """The quick-exit control; a site that names no address has none."""

    url: t.WebAddress | None = Field(
        None,
        description="where it leads: a page that is no surprise on any screen, such as one on the weather",
    )
    enabled: t.Flag = Field(False, description="true: on every page")

    def check(self) -> Iterator[FieldError]:
        """A control leads somewhere."""
        if self.enabled and not self.url:
            fix = 'write below exit:  url: "https://www.bbc.com/weather"   (or another page on the weather)'
            yield field_error("exit is enabled, but leads nowhere", fix, "enabled", ("enabled", "url"))


class ReadingPath(Model):
    """A reading path: posts in an order that the editors chose."""

    title: t.Line = Field(description="for whom, or what for")
    posts: t.NonEmptyList[t.PostId] = Field(description="ids of posts, in order")


class MediaStore(Model):
    """The place in which `anthology media` keeps recordings: a store that speaks the protocol of Amazon S3.

    Its keys come from the environment, never from a file.
    """

    bucket: t.Line = Field(description="its name, and a folder in it if there is one: talks/recordings")
    address: t.FeedAddress = Field(
        description="where listeners find what is in it: https://media.example.org"
    )
    endpoint: t.FeedAddress | None = Field(None, description="the server, if it is not Amazon's")
    region: t.Line = Field("us-east-1", description="the region of the bucket")


class Settings(Model):
    """`extra.anthology` in mkdocs.yml."""

    license: t.LicenseId = Field("CC-BY-4.0", description="the licence of what states no other")
    contact: t.Line | None = Field(None, description="the address of a role, not of a person")
    descriptions: t.NonEmptyDict[t.LanguageCode, t.Line] = Field(
        {}, description="`site_description` in other languages, for the pages in these"
    )
    editors: t.List[t.Line] = Field(
        [], description="names and addresses of editors, who may commit what others sent"
    )
    exit: Exit = Field(Exit.model_construct(), description="the quick-exit control")
    search: t.Flag = Field(
        False, description="true: readers can search; a build takes about half as long again"
    )
    write: t.Flag = Field(False, description="true: a writing desk at /write/, for people who do not use git")
    epub: t.Flag = Field(
        False, description="true: readers can take each piece, each series and all of them as a book"
    )
    zine: t.Flag = Field(False, description="true: readers can print each essay as a folded sheet, a booklet")
    look: Look = Field(Look.model_construct(), description="colours and pictures")
    media: MediaStore | None = Field(None, description="where `anthology media` keeps recordings")
    start_here: t.List[ReadingPath] = Field([], description="ways into the collection")
    menu: t.List[t.Line] = Field(
        ["essays", "episodes", "practices", "topics", "about"],
        description="ids of pages at the top of each page, in order; those without content are left out. The front page"
        " and lists follow the order of essays and episodes",
    )
    footer_menu: t.List[t.Line] = Field(
        ["subscribe", "archive", "series", "people", "contribute", "write", "privacy", "help"],
        description="the same for the foot of each page",
    )
    without: t.List[Annotated[str, choice(*PARTS)]] = Field(
        [],
        description="parts that the site does without: none of their files is read, and nothing leads to them",
    )


class HelpDirectory(t.RootList):
    """docs/help.yml: a list of entries."""

    root: t.NonEmptyList[HelpLine]

    @property
    def entries(self) -> list[HelpLine]:
        """In the order of the file."""
        return self.root
