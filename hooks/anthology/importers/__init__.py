"""Importers: from what other programs export to files of a collection.

Each source has a module that gives `Draft` files and the lines of a report; `plan` knows how they are written: never
over a file that is there. Nothing here opens the network but `read_source`, for an address that somebody gave.
"""

from .podcast_feed import import_feed
from .source_files import ImportRefusedError, read_source
from .writing import ImportPlan, add_topics, write_plan
