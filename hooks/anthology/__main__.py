"""`python -m anthology`."""

import sys

from anthology.commands.cli import main

sys.exit(main())
