"""What a notebook of the course shows by itself while it is worked on in the course's own kernel.

The kernel that `gradschool lab` and the student kits start loads this as an IPython extension. It shows the progress
below the notebook's first code cell, keeps which exercises pass, and says at the cell, in words, what a failed check
found. No notebook is changed for it, none needs it, and nothing that goes wrong here may stop a cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograder.classroom.panel.companion import companion_of
from autograder.classroom.panel.errors import say_in_words

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["load_ipython_extension"]


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Begin to accompany the notebook that this kernel belongs to."""
    say_in_words(shell)
    companion = companion_of()
    if companion is not None:
        shell.events.register("post_run_cell", companion.after)
