"""What JupyterLab's list of assignments shows of a student's submissions, where nbgrader's own would hide feedback."""

from __future__ import annotations

import os
from typing import Any

from nbgrader.exchange.default import ExchangeList


class AssignmentList(ExchangeList):
    """nbgrader's list, with feedback shown for the notebooks that are graded.

    nbgrader offers feedback once every notebook of a submission has some. The lesson, which is handed in along with
    the exercises, and a notebook of the student's own never get any.
    """

    def parse_assignments(self) -> list[dict[str, Any]]:
        """The assignments as nbgrader lists them; of a submission, feedback counts where there is any."""
        assignments = super().parse_assignments()
        for assignment in assignments:
            for submission in assignment.get("submissions", ()):
                _count_graded(submission)
        return assignments


def _count_graded(submission: dict[str, Any]) -> None:
    graded = [book for book in submission["notebooks"] if book["has_exchange_feedback"] or book["has_local_feedback"]]
    if not graded:
        return
    submission["notebooks"] = graded
    submission["has_exchange_feedback"] = all(book["has_exchange_feedback"] for book in graded)
    submission["has_local_feedback"] = all(book["has_local_feedback"] for book in graded)
    if submission["has_local_feedback"]:
        submission["local_feedback_path"] = os.path.dirname(graded[0]["local_feedback_path"])
