"""Exporters: a collection becomes what other programs read, so that it can move out.

`export_files` gives every file by its path: the collection as a folder of Markdown, an export of WordPress, and the
feeds with their list. `write_folder` and `write_zip` write them; the same collection gives the same bytes.
"""

from .files import MARKDOWN, export_files, write_folder, write_zip
from .plain_fields import SITE_FILE, site_from, without_plain_fields
