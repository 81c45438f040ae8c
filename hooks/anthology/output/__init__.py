"""Output: the site as a set of pages and files, the folder in which a build writes it, and a local web server.

`build_publication` is the entry point of a build; `Staging` replaces the site in one step; `site_server` serves it.
"""
