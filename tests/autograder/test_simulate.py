import json
import shutil

import made_class
import pytest
from small_bank import BANK, add_bank
from small_unit import make_course

from autograder.errors import GradschoolError
from autograder.grade import grade_unit
from autograder.limits import Limits
from autograder.record import Verdict
from autograder.simulate import Mix, simulate

EXERCISES = ("double", "quadruple", "apply")
NOBODY = Mix(copied=0, gave_up=0, unreadable=0, looping=0)


@pytest.fixture
def course(tmp_path):
    made = make_course(tmp_path / "course")
    add_bank(made)
    release(made)
    return made


def release(course):
    """The unit as students get it: stubs, no hidden tests."""
    folder = course.release / "01-small"
    folder.mkdir(parents=True)
    tree = json.loads((course.units / "01-small" / "exercises.ipynb").read_text())
    for cell in tree["cells"]:
        if cell["id"] in EXERCISES:
            cell["source"] = f"def {cell['id']}(*args):\n    raise NotImplementedError"
        elif cell["id"].startswith("test_"):
            cell["source"] = "".join(cell["source"]).split("### BEGIN")[0]
    (folder / "exercises.ipynb").write_text(json.dumps(tree))


def handed_in(course):
    """Student → what the notebook says, or None if it can't be read."""
    found = {}
    for path in sorted(course.submitted.glob("*/01-small/exercises.ipynb")):
        try:
            cells = json.loads(path.read_text())["cells"]
        except ValueError:
            found[path.parts[-3]] = None
        else:
            found[path.parts[-3]] = {cell["id"]: "".join(cell["source"]) for cell in cells}
    return found


def test_the_same_seed_gives_the_same_class_and_a_larger_one_begins_with_it(course):
    classes = {}
    for name, students, seed in (("one", 20, 3), ("same", 20, 3), ("more", 25, 3), ("other", 20, 4)):
        simulate(course, course.unit("small"), students, seed)
        classes[name] = list(handed_in(course).values())
        shutil.rmtree(course.submitted)
    assert classes["one"] == classes["same"] == classes["more"][:20]
    assert classes["one"] != classes["other"] and len(classes["more"]) == 25


def test_answers_are_the_banks_the_references_spoilt_or_none(course):
    done = simulate(course, course.unit("small"), 300, mix=NOBODY)
    banked = " ".join(text for answers in BANK.values() for text in answers.split())
    kinds = {"stub": 0, "banked": 0, "else": 0}
    for cells in handed_in(course).values():
        for name in EXERCISES:
            text = " ".join(cells[name].split())
            stub = "NotImplementedError" in text
            kinds["stub" if stub else "banked" if text in banked or "SOLUTION" in text else "else"] += 1
    assert done.students == 300 and sum(done.kinds.values()) == 4 * 300
    assert kinds["else"] <= done.kinds["not running"]
    # of 900 answers about a quarter are not right: fewer than 10 of a kind has a chance below 1e-6
    assert min(done.kinds[kind] for kind in ("right", "mistaken", "not running", "left empty", "essay")) >= 10


def test_what_a_class_hands_in_is_graded_to_the_end(course):
    made_class.release(course)
    simulate(course, course.unit("small"), 12, mix=Mix(unreadable=0.3, looping=0.2))
    report = grade_unit(course, course.unit("small"), workers=2, limits=Limits(cell_seconds=2.0))
    assert report.complete and len(report.records) == 12
    verdicts = {e.verdict for record in report.records for e in record.exercises}
    assert {Verdict.PASSED, Verdict.UNREADABLE, Verdict.MANUAL} <= verdicts
    assert Verdict.BROKEN_TEST not in verdicts


def test_copied_answers_are_an_earlier_students_with_a_remark(course):
    simulate(course, course.unit("small"), 40, mix=Mix(copied=0.5, unreadable=0, looping=0))
    notebooks = list(handed_in(course).values())
    copies = [cells for cells in notebooks if cells["double"].startswith("# ")]
    originals = {cells["double"] for cells in notebooks}
    assert len(copies) >= 3 and all(cells["double"].split("\n", 1)[1] in originals for cells in copies)


def test_nothing_that_was_handed_in_is_overwritten(course):
    simulate(course, course.unit("small"), 2)
    before = handed_in(course)
    with pytest.raises(
        GradschoolError, match="student-00001 has handed in 01-small already, and nothing is overwritten"
    ):
        simulate(course, course.unit("small"), 3, seed=9)
    assert handed_in(course) == before


def test_a_unit_that_is_not_released_or_has_no_bank_is_refused(tmp_path):
    course = make_course(tmp_path / "course")
    with pytest.raises(GradschoolError, match="not released here. Run: gradschool release 01-small"):
        simulate(course, course.unit("small"), 2)
    release(course)
    with pytest.raises(GradschoolError, match="has no answer bank"):
        simulate(course, course.unit("small"), 2)
    assert not course.submitted.exists()
