"""Make the pictures of this folder anew: `python docs/pictures/make.py`, in a checkout that can run the browser tests.

They are what those tests saw, so they stay true. `--from DIR` takes pictures that a test run has left in a folder.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
TESTS = ("test_student_journey.py", "test_instructor_journey.py", "test_accessibility.py")
CHOSEN = {
    "student-3-explorer": "explorer",
    "student-4-failing-check": "check",
    "student-6-progress": "progress",
    "student-9-feedback": "feedback",
    "instructor-3-marking": "marking",
    "report-30": "report",
}
COLOURS = 128  #: enough for a page, and a third of the bytes


def main() -> int:
    """Run the browser tests for their pictures, unless they are there, and keep the chosen ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, help="a folder with a test run's pictures")
    folder = parser.parse_args().folder
    if folder is not None:
        return keep(folder)
    with tempfile.TemporaryDirectory() as made:
        return take(Path(made)) or keep(Path(made))


def take(folder: Path) -> int:
    """Run the tests that take pictures; the exit status of pytest."""
    tests = [str(HERE.parents[1] / "tests" / "autograder" / name) for name in TESTS]
    command = [sys.executable, "-m", "pytest", "-q", *tests]
    return subprocess.call(command, env={**os.environ, "GRADSCHOOL_ARTEFACTS": str(folder)}, cwd=HERE.parents[1])


def keep(folder: Path) -> int:
    """Store the chosen pictures with few colours; 1 if one is missing."""
    missing = [name for name in CHOSEN if not (folder / f"{name}.png").is_file()]
    for name, kept in CHOSEN.items():
        if name not in missing:
            picture = Image.open(folder / f"{name}.png").convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            picture.save(HERE / f"{kept}.png", optimize=True)
    print(f"missing: {', '.join(missing)}" if missing else f"{len(CHOSEN)} pictures are in {HERE}")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
