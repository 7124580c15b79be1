"""nbgrader's settings for this course; `nbgrader ...` and `gradschool ...` both read them.

Everything lives in the folder of this file, wherever that is and from wherever a command is run.
"""

import contextlib
import os
import shutil
from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader defines it)

ROOT = Path(__file__).resolve().parent
EXCHANGE = ROOT / "exchange"

c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.course_id = "gradient-school"
c.CourseDirectory.source_directory = "units"
c.CourseDirectory.db_url = os.environ.get("GRADSCHOOL_GRADEBOOK", f"sqlite:///{(ROOT / 'gradebook.db').as_posix()}")
c.CourseDirectory.ignore = [
    ".*",
    "*.pyc",
    "__pycache__",
    "answers",
    "feedback",
    "gradebook.db*",
]

# Students hand in and are graded on exercises.ipynb. The lesson is for reading: it goes along
# as it is stored, with its pictures.
c.CourseDirectory.notebook_id = "exercises"


def copy_lesson(assignment: str, student: str, notebooks: list[str]) -> None:
    """Put the lesson, outputs included, beside the released exercises."""
    lesson = ROOT / "units" / assignment / "lesson.ipynb"
    if lesson.is_file():
        shutil.copyfile(lesson, ROOT / "release" / assignment / "lesson.ipynb")


c.GenerateAssignment.post_convert_hook = copy_lesson
c.FormgradeExtension.debug = False  # it would show these settings, and can't show a function

# What a student finds where the solution was.
c.ClearSolutions.code_stub = {
    "python": 'raise NotImplementedError("This exercise is not answered yet: replace this line with your code.")'
}
c.ClearSolutions.text_stub = "*Replace this line with your answer.*"

# `nbgrader autograde` and formgrader's button grade through the same engine as `gradschool grade`: no submitted
# code runs in a kernel. Feedback is made from the records, so that it never shows a hidden test.
c.Autograde.exporter_class = "autograder.nbgrader_steps.EngineExporter"
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_steps.GradeWithEngine",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]
c.GenerateFeedback.exporter_class = "autograder.nbgrader_steps.FeedbackExporter"
c.GenerateFeedback.force = True  # pages are there since grading; people have given points since

# The exchange is a folder of the course; nbgrader wants it to be there.
c.Exchange.root = str(EXCHANGE)
c.ExchangeFactory.list = "autograder.assignment_list.AssignmentList"  # feedback shows though the lesson has none
with contextlib.suppress(OSError):  # a course that can't be written to has no exchange
    EXCHANGE.mkdir(exist_ok=True)

# Seconds that one cell may take: importing TensorFlow alone costs several.
c.Execute.timeout = 120
