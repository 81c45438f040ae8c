"""Languages of the site: the texts that pages show, and how each language formats dates, numbers and lists.

`en.yml`, `es.yml` and so on are catalogs, one for each language; no other file contains text that a page shows.
`read_catalogs` validates them, `Languages` chooses the one of a page, `Language` formats with it.
"""

from .catalog import CATALOG_FOLDER, LANGUAGE_CODE, LANGUAGE_FOLDER, english, read_catalogs
from .content_notes import content_notes_line, note_title, time_range
from .language import (
    Attributes,
    CatalogData,
    Language,
    Languages,
    Message,
    Sentence,
    direction,
    lang_attributes,
    open_graph_locale,
    role_name,
)
from .licenses import copyright_notice, license_name
