"""Links between posts: related posts with reasons, grounding practices, responses.

`cross_links` computes all of them for a collection. They depend on the content alone: the same content gives the same
links on every machine.
"""

from .build import CrossLinks, cross_links, practice_reason
from .document import POST_KINDS, Reason, RelatedLists, RelatedPost
from .practices import ANY_TIME, Offer
