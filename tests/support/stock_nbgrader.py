"""The nbgrader command as it comes, for tests of what it does with this grader."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from autograder.course import LIBRARY


def nbgrader(folder: Path, *arguments: str) -> str:
    """Run the stock command in a course's folder; what it said."""
    environment = os.environ | {
        "PYTHONPATH": str(LIBRARY),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
