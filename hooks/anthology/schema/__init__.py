"""The schema: every field of every kind of content file, with its validator.

A model per kind of file (Essay, Episode, Practice, Profile, Page, Show, Vocabulary, HelpDirectory, Lock,
Settings) lists the fields; the messages, the pages and the feeds are derived from these. `sources` validates files
by them.
"""

from .codes import Translated, apple_categories, version_in
from .dates import Span, Timestamp, feed_moment, utc
from .feed_tags import (
    ENCLOSURE,
    FEED_NAMESPACES,
    FORMER_DATES,
    NONE,
    NOTES,
    NOTES_TEXT,
    XML_TAGS,
    says_yes,
    seconds_of,
    tags_document,
)
from .lock import ALLOWED_CHANGES, Lock, Locked, LockedEssay, Override
from .look import Look
from .mkdocs import IGNORED_PLUGINS, IGNORED_SETTINGS, SocialLink, SocialLinks
from .pages import BODY_ANCHORS, Page, Practice, Profile
from .parts import PARTS, SitePart, model_with_optional_parts, site_parts, without_parts
from .podcast import Alternate, Location, Picture, RemoteItem, SocialInteract, Soundbite, Txt
from .post import ContentNote, Credit, Episode, Essay, Link, OriginallyPublished, Post, Research
from .site import HelpDirectory, HelpLine, MediaStore, Series, Settings, Show, Term, Topic, Vocabulary
from .types import Model
