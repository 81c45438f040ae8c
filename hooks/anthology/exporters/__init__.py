"""Exporters: a collection becomes what other programs read, so that it can move out.

`export_files` in `files` gives every file by its path: the collection as a folder of Markdown, an export of WordPress,
and the feeds with their list. `write_folder` and `write_zip` write them; the same collection gives the same bytes. A
build asks for books and folded sheets alone, so nothing is imported here.
"""
