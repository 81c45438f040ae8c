"""The theme: templates, style sheets and scripts. The package `mkdocs_anthology.theme` of the wheel is this folder."""
