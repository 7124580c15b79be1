"""Start this unit: `python start.py`. The first start sets everything up and needs the network.

`python start.py --check` sets up and tells whether all is well, without opening JupyterLab.
"""

# This file alone must be readable by every Python, however old, so that it can say what it needs.
import os
import sys

OLDEST, NEWEST = (3, 11), (3, 13)
HERE = os.path.dirname(os.path.abspath(__file__))

if not OLDEST <= sys.version_info[:2] <= NEWEST:
    sys.exit(
        "This unit needs Python 3.11, 3.12 or 3.13; this is Python %d.%d.\n"
        "Get one from https://www.python.org/downloads/ and start again with it, for example:\n"
        "  python3.12 start.py     (on Windows: py -3.12 start.py)" % sys.version_info[:2]
    )

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "setup"))

import kit_setup  # noqa: E402

if __name__ == "__main__":
    sys.exit(kit_setup.main(HERE, sys.argv[1:]))
