"""Sources: from a content file to its front matter and body, with the position of everything.

`find_content` lists the files, `read_post`, `read_yaml` and `read_config` parse one into a `Source`, and
`validate` turns its fields into a model of the schema. A `Source` collects the problems of its file: parsing
repairs known YAML mistakes and continues, validation goes on without the refused fields, and so one run reports
every problem of every file.
"""

from .discovery import KIND_FOLDERS, MODELS, ContentFile, Kind, check_kind, find_content
from .early_reading import end_early_reading, start_early_reading, take_over_early_reading
from .front_matter import Value, dump_yaml
from .post_file import read_post, read_posts
from .rewriting import rewrite_fields
from .settings import MenuEntry, Site, read_site
from .source import Source, missing_file, parse_yaml_text, read_text, read_yaml
from .validation import validate
