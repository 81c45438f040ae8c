"""The MkDocs adapter: the only package that knows MkDocs. `anthology`, which does the work, never imports it."""
