"""`python -m central`: the same as `regulars-central`."""

import sys

from central.admin import main

if __name__ == "__main__":
    sys.exit(main())
