"""The content contract: every field of every kind of file, in one place.

Checks, messages, templates, the feed and, later, editor schemas and forms are derived from these.
"""

from .person import Profile
from .post import Episode, Essay, Post
from .practice import Practice
from .site import HelpDirectory, Page, Settings, Show, Vocabulary
from .types import Model, Span, When

__all__ = [
    "Episode",
    "Essay",
    "HelpDirectory",
    "Model",
    "Page",
    "Post",
    "Practice",
    "Profile",
    "Settings",
    "Show",
    "Span",
    "Vocabulary",
    "When",
]
