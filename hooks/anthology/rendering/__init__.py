"""Rendering: from the Markdown of a body to safe HTML, with the position of everything.

`render` gives the body of a post: its HTML, headings, ids, links and the parts of a thread. `inline` renders one line
of a YAML file, and `check_line` reports what it leaves out. `render_raw` is the engine's HTML as the specifications
of CommonMark and GitHub have it. What is wrong with a body is added to the problems of its source.
"""

from .body import SECOND_HEADER, Heading, Prose, Target, check_line, render
from .footnotes import BACK
from .heading_ids import heading_id
from .html import inline, render_raw
from .threads import Part
