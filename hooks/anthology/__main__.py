"""`python -m anthology`."""

import sys

from .cli import main

sys.exit(main())
