"""Essays and a podcast from plain files: what a post is, what is wrong with it, what it publishes.

Knows posts, feeds and links, and has never heard of MkDocs; see ARCHITECTURE.md.
"""

__version__ = "0.1.0"
