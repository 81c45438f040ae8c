"""Advice that `anthology check` gives and no build does: people decide, and nothing is ever published from it.

Content notes that a text may need, words that are put on people, names behind a pen name, and entries of the help
directory that are old; one that is a year old is an error there, since a build does not depend on the day.
"""

from .content_notes import content_note_hints
from .help_age import old_help_entries
from .pen_names import pen_name_warnings
from .words import word_notes
