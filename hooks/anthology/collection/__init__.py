"""The collection: all content of a site, validated and linked.

`load` parses every file (see `sources`), renders its body, reads the pictures, recordings and transcripts beside
it, checks that everything it refers to exists, and compares published episodes with `episodes/published.lock`. It
returns a `Collection`, which is what crosslinks, feeds and pages are made from, and all problems.
"""

from .digests import digest_without_posts, digest_without_texts, text_digest
from .files.recordings import probe_cached
from .guids import guid, guid_of_feed, urn
from .links import nearest
from .loader import HELP, VOCABULARY, load, load_texts
from .lock_check import NEW_FEED_URL, SHOW_FILE, Change, audio_file, leads_back
from .lockfile import LOCK, changed_fields, entry_before, read_lock, write_lock
from .model import (
    EPOCH,
    EPOCH_DAY,
    AlternateEnclosure,
    AnyPost,
    Collection,
    ContentPage,
    EpisodePost,
    EssayPost,
    PersonPage,
    PlainPage,
    PracticePage,
    newest_first,
    published_at,
    reading_minutes,
)
from .published_posts import published_essays
from .questions import answers, episodes_around, parts_of_series, posts_of_person, posts_on_topic, versions
from .site_addresses import is_own_address
