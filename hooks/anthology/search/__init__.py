"""Search: the small pages that are searched (`records`) and the index that Pagefind makes of them (`pagefind`)."""

from .pagefind import SearchError, SearchIndex
from .records import search_records
