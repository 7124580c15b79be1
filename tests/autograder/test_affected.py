"""A changed source regrades what it affects and nothing else, with the results that grading everything would give."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from small_unit import CELLS, GOOD, HINTS, hand_in, make_course, make_notebook

from autograder import engine as engines
from autograder import grade as grading
from autograder import reach
from autograder.affected import bases, borrowed_names, bound_names, lenders, unaffected
from autograder.conductor import Run
from autograder.course import LIBRARY, Course
from autograder.feedback import Person
from autograder.grade import grade_unit, record_path
from autograder.gradebook import by_hand, open_gradebook
from autograder.limits import Limits
from autograder.notebook import Source, read_source
from autograder.rebuild import rebuild
from autograder.record import ExerciseResult, Record, Verdict, read_record, write_record
from autograder.release import generate_assignment

confined = pytest.mark.confined
LIMITS = Limits(cell_seconds=2.0)
Cells = list[tuple[str, str, dict[str, object]]]
MIDDLE = [*CELLS[:3], ("setup_more", "factor = 4", {}), *CELLS[3:], *HINTS]
EVERYTHING = ("double", "quadruple", "apply", "explain_double")
STUDENTS = {
    "ada": {},
    "ben": {"double": "def double(x):\n    return x"},  # quadruple is judged with the reference of double
    "cyd": {"quadruple": "def quadruple(x):\n    return x", "apply": "raise ValueError"},
}


def changed(name: str, old: str, new: str, cells: Cells = MIDDLE) -> Cells:
    """The cells with a text of one of them changed."""
    assert old in next(text for cell, text, _ in cells if cell == name)
    return [(cell, text.replace(old, new) if cell == name else text, marks) for cell, text, marks in cells]


def with_points(name: str, points: float) -> Cells:
    return [(cell, text, marks | {"points": points} if cell == name else marks) for cell, text, marks in MIDDLE]


def write_source(course: Course, cells: Cells) -> None:
    make_notebook(cells, course.unit("small").exercises)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with three graded submissions."""
    course = make_course(tmp_path_factory.mktemp("affected") / "course", MIDDLE)
    generate_assignment(course, course.unit("small"))
    for student, wrong in STUDENTS.items():
        hand_in(course, student, GOOD | wrong)
    report = grade_unit(course, course.unit("small"), workers=1, limits=LIMITS)
    assert report.complete and [record.kept for record in report.records] == [()] * 3
    return course.root


@pytest.fixture
def course(template: Path, tmp_path: Path) -> Course:
    shutil.copytree(template, tmp_path / "course")
    return Course((tmp_path / "course").resolve())


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The exercises that were judged since, in order, second judgings with references too."""
    seen: list[str] = []
    judge = Run.judge

    def watched(run: Run, exercise: object) -> ExerciseResult:
        seen.append(exercise.name)
        return judge(run, exercise)

    monkeypatch.setattr(Run, "judge", watched)
    return seen


def grade(course: Course, **settings: object) -> dict[str, Record]:
    report = grade_unit(course, course.unit("small"), **{"workers": 1, "limits": LIMITS} | settings)
    assert report.complete and report.unchanged == 0
    return {record.student: record for record in report.records}


def stored(course: Course, student: str) -> Record:
    record = read_record(record_path(course, course.unit("small"), student, "exercises"))
    assert record is not None
    return record


def results(record: Record) -> dict[str, ExerciseResult]:
    return {result.name: result for result in record.exercises}


@confined
def test_a_changed_test_is_judged_anew_and_all_other_results_are_kept_as_they_are(course, judged):
    before = {student: stored(course, student) for student in STUDENTS}
    write_source(course, changed("test_double", "checks.unchanged", "assert False, 'never right'\nchecks.unchanged"))
    after = grade(course)
    assert after["ada"].kept == after["cyd"].kept == ("quadruple", "apply", "explain_double")
    assert after["ben"].kept == ("apply", "explain_double")
    assert sorted(judged) == ["double"] * 3 + ["quadruple"] * 2  # ben's quadruple: alone, then with the reference
    for student, record in after.items():
        assert results(record)["double"].score == 0.0
        for name in record.kept:
            assert results(record)[name] == results(before[student])[name]
        old = record_path(course, course.unit("small"), student, "exercises").with_name("exercises.1.json.old")
        assert read_record(old) == before[student]
        assert record.source_hash != before[student].source_hash
    assert "never right" in results(after["ada"])["double"].reason


CHANGES = {
    "a test": (changed("test_apply", "use rng once", "use it once"), {"apply"}),
    "points": (with_points("test_quadruple", 5.0), {"quadruple"}),
    "a hint": (changed("hints_quadruple", "Think twice", "Think again"), {"quadruple"}),
    "a set-up cell in the middle": (changed("setup_more", "4", "5"), {"quadruple", "apply"}),
    "the first set-up cell": (changed("setup_imports", "import numpy", "import math\nimport numpy"), {*EVERYTHING[:3]}),
    "a reference": (changed("quadruple", "double(double(x))", "4 * x"), {"quadruple", "apply"}),
    "a free response's points": (with_points("explain_double", 4.0), {"explain_double"}),
    "only a text": ([*MIDDLE, ("hints_other", "Read the lesson.", {})], set()),
}


@confined
@pytest.mark.parametrize(("cells", "affected"), CHANGES.values(), ids=CHANGES)
def test_what_a_change_affects_and_that_grading_everything_gives_the_same(course, judged, cells, affected):
    write_source(course, cells)
    after = grade(course)
    assert set(EVERYTHING) - set(after["ada"].kept) == affected
    assert set(judged) == affected
    whole = grade(course, again=True) if affected else after
    assert [without_times(record) for record in after.values()] == [without_times(record) for record in whole.values()]


def grade_again(course: Course) -> dict[str, Record]:
    report = grade_unit(course, course.unit("small"), workers=1, limits=LIMITS, again=True)
    return {record.student: record for record in report.records}


def without_times(record: Record) -> list[ExerciseResult]:
    return [replace(result, seconds=0.0) for result in record.exercises]


@confined
def test_a_reference_s_place_is_judged_anew_when_what_it_stood_for_is(course, judged):
    assert results(stored(course, "ben"))["quadruple"].references == ("double",)
    write_source(course, changed("test_double", '"double of a matrix"', '"a matrix"'))
    quadruple = results(grade(course)["ben"])["quadruple"]
    assert quadruple.references == ("double",) and quadruple.score == 2.0
    assert judged.count("quadruple") == 2  # ben's, alone and with the reference; cyd's does not use double


@confined
@pytest.mark.parametrize("what", ["grader", "limits", "an older record", "again"])
def test_nothing_is_kept_where_everything_may_differ(course, monkeypatch, what):
    settings: dict[str, object] = {}
    write_source(course, changed("test_apply", "use rng once", "use it once"))
    if what == "grader":
        for module in (engines, grading):
            monkeypatch.setattr(module, "grader_hash", lambda: "another grader")
    elif what == "limits":
        settings["limits"] = replace(LIMITS, memory_mib=900)
    elif what == "again":
        settings["again"] = True
    else:
        for student in STUDENTS:
            path = record_path(course, course.unit("small"), student, "exercises")
            tree = json.loads(path.read_text())
            for exercise in tree["exercises"]:
                del exercise["basis"], exercise["references"]
            del tree["kept"]
            path.write_text(json.dumps(tree))
    assert {record.kept for record in grade(course, **settings).values()} == {()}


@confined
def test_a_file_with_the_same_answers_keeps_every_result(course, judged):
    path = course.submitted / "ada" / "01-small" / "exercises.ipynb"
    tree = json.loads(path.read_text())
    tree["metadata"]["saved"] = "again"
    path.write_text(json.dumps(tree))
    report = grade_unit(course, course.unit("small"), workers=1, limits=LIMITS)
    assert report.unchanged == 2 and judged == []
    assert results(stored(course, "ada"))["double"].score == 3.0 and stored(course, "ada").kept == EVERYTHING
    hand_in(course, "ada", GOOD | {"explain_double": "Something else."})
    report = grade_unit(course, course.unit("small"), workers=1, limits=LIMITS)
    assert report.unchanged == 2 and stored(course, "ada").kept == ()  # other answers: other inputs for all


@confined
def test_a_verdict_that_says_nothing_of_the_answer_is_not_kept(course):
    record = stored(course, "ada")
    odd = tuple(replace(r, verdict=Verdict.NOT_REACHED) if r.name == "quadruple" else r for r in record.exercises)
    write_record(record_path(course, course.unit("small"), "ada", "exercises"), replace(record, exercises=odd))
    write_source(course, changed("test_apply", "use rng once", "use it once"))
    after = grade(course)["ada"]
    assert after.kept == ("double", "explain_double") and results(after)["quadruple"].verdict is Verdict.PASSED


@confined
def test_points_and_comments_of_people_stay(course):
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        book.find_grade("explain_double", "exercises", "01-small", "ada").manual_score = 1.5
        book.find_comment("explain_double", "exercises", "01-small", "ada").manual_comment = "Say why."
        book.find_grade("test_apply", "exercises", "01-small", "cyd").manual_score = 0.5
        book.db.commit()
    write_source(course, changed("test_double", "checks.unchanged", "assert False, 'no'\nchecks.unchanged"))
    after = grade(course)
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        assert by_hand(book, after["ada"])["explain_double"] == Person(1.5, "Say why.")
        assert by_hand(book, after["cyd"])["test_apply"].points == 0.5
        grade_of = {g.name: g for g in book.find_submission_notebook("exercises", "01-small", "ada").grades}
        assert grade_of["test_double"].auto_score == 0.0 and grade_of["test_quadruple"].auto_score == 2.0
    page = (course.feedback / "ada" / "01-small" / "exercises.html").read_text()
    assert "Say why." in page and "1.5" in page


@confined
def test_a_regrading_that_is_killed_is_completed_by_the_next_one(course, monkeypatch):
    class Killed(BaseException):
        pass

    write_source(course, changed("test_double", "checks.unchanged", "assert False, 'no'\nchecks.unchanged"))
    real, calls = grading.write_record, []

    def killed(*args: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        real(*args)

    monkeypatch.setattr(grading, "write_record", killed)
    with pytest.raises(Killed):
        grade_unit(course, course.unit("small"), workers=1, limits=LIMITS)
    monkeypatch.setattr(grading, "write_record", real)
    report = grade_unit(course, course.unit("small"), workers=1, limits=LIMITS)
    assert report.complete and report.unchanged == 1
    whole = grade_again(course)
    for record in report.records:
        assert without_times(record) == without_times(whole[record.student])
        assert "apply" in record.kept and results(record)["double"].score == 0.0


# -- names that pass from one test cell to another

LENDING = changed("test_double", "x = np.array", "import math\nlent = [2.0]\nx = np.array")
BORROWING = changed("test_apply", "9.0 + same", "9.0 * lent[0] / math.sqrt(4) + same", LENDING)


@confined
def test_a_test_that_uses_another_one_s_names_finds_them(tmp_path, judged):
    course = make_course(tmp_path / "course", BORROWING)
    generate_assignment(course, course.unit("small"))
    hand_in(course, "ada", GOOD)
    assert grade(course)["ada"].score == 6.0
    judged.clear()
    reworded = changed("test_apply", "use rng once", "use it once", BORROWING)
    write_source(course, reworded)
    after = grade(course)["ada"]
    assert judged == ["apply"] and after.score == 6.0 and after.kept == ("double", "quadruple", "explain_double")
    write_source(course, changed("test_double", "lent = [2.0]", "lent = [3.0]", reworded))
    after = grade(course)["ada"]
    assert after.kept == ("quadruple", "explain_double") and results(after)["apply"].score == 0.0


@confined
def test_nobody_loses_points_because_an_earlier_test_did_not_run(tmp_path, judged):
    """A dependency that no name shows: the examiner's state."""
    lending = changed("test_double", "x = np.array", "np.lent = 2.0\nx = np.array")
    cells = changed("test_apply", "9.0 + same", "4.5 * np.lent + same", lending)
    course = make_course(tmp_path / "course", cells)
    generate_assignment(course, course.unit("small"))
    hand_in(course, "ada", GOOD)
    assert grade(course)["ada"].score == 6.0
    write_source(course, changed("test_apply", "use rng once", "use it once", cells))
    after = grade(course)["ada"]
    assert after.score == 6.0 and after.kept == ("double", "quadruple", "explain_double")
    assert judged[4:] == ["apply", "apply"]


@pytest.mark.parametrize(
    ("text", "borrowed", "bound"),
    [
        ("x = 1\ny = x + z", {"z"}, {"x", "y"}),
        ("x = x + 1", {"x"}, {"x"}),
        ("x += 1", {"x"}, {"x"}),
        ("def f(a):\n    b = a\n    return b + c\nb + a", {"c", "a", "b"}, {"f", "a", "b"}),
        ("for i in n:\n    i + 1", {"n"}, {"i"}),
        ("[v for v in w]\nv", {"w", "v"}, {"v"}),
        ("import a.b as c, d.e\nfrom g import h\nc + d + h + a", {"a"}, {"c", "d", "h"}),
        ("from m import *", set(), {"*"}),
        ("with open(p) as f:\n    f", {"open", "p"}, {"f"}),
        ("try:\n    t\nexcept E as e:\n    e", {"t", "E"}, {"e"}),
        ("del k", {"k"}, set()),
    ],
)
def test_names_that_a_cell_borrows_and_binds(text, borrowed, bound):
    assert borrowed_names(text) == borrowed and bound_names(text) == bound


def source_of(tmp_path: Path, *tests: str) -> Source:
    cells: Cells = []
    for number, text in enumerate(tests):
        cells += [(f"e{number}", "def f(): ...", {"solution": True, "locked": False})]
        cells += [(f"test_e{number}", text, {"grade": True, "points": 1})]
    return read_source(make_notebook(cells, tmp_path / "exercises.ipynb"))


@pytest.mark.parametrize(
    ("tests", "lending"),
    [
        (["a = 1", "b = 1", "assert a"], ["e0"]),
        (["a = 1", "b = a", "assert b"], ["e0", "e1"]),
        (["a = 1", "a = 2", "a = 3; assert a"], []),
        (["from m import *", "c = 1", "assert 1"], ["e0"]),
        (["assert f()", "assert f()", "assert f()"], []),
    ],
)
def test_which_tests_lend_to_the_last_one(tmp_path, tests, lending):
    source = source_of(tmp_path, *tests)
    assert [exercise.name for exercise in lenders(source, source.exercises[-1])] == lending


def test_bases_differ_by_secret_grader_and_limits_only_where_said(small_source):
    def of(
        secret: str = "s", grader: str = "g", limits: Limits = LIMITS, source: Source = small_source
    ) -> dict[str, str]:
        return bases(source, rebuild(source, []), secret, limits, grader)

    same = of()
    assert list(same) == list(EVERYTHING) and len(set(same.values())) == 4
    for other in (of(secret="t"), of(grader="h"), of(limits=Limits(cell_seconds=3.0))):
        assert not set(same.values()) & set(other.values())
    assert of() == same


def test_nothing_of_a_record_without_bases_is_kept(small_source):
    rebuilt = rebuild(small_source, [])
    now = bases(small_source, rebuilt, "s", LIMITS, "g")
    made = tuple(ExerciseResult(n, n, 1.0, 1.0, Verdict.PASSED, "", basis=now[n]) for n in EVERYTHING)
    record = Record("ada", "01-small", "exercises", made, "", "", "")
    assert set(unaffected(small_source, rebuilt, record, now).results) == set(EVERYTHING)
    assert (
        unaffected(
            small_source, rebuilt, replace(record, exercises=tuple(replace(r, basis="") for r in made)), now
        ).results
        == {}
    )


@pytest.mark.parametrize(
    ("file", "again"),
    [("autograder/report/page.py", False), ("autograder/lab.py", False)]
    + [(f"autograder/{name}.py", True) for name in ("words", "warm", "stubs", "wire", "classroom/checks/values")]
    + [("solutions/linear.py", True), ("datasets/toy_points.py", True)],
)
def test_only_code_that_grading_reaches_is_a_reason_to_grade_again(file, again, tmp_path, monkeypatch):
    for package in ("autograder", "solutions", "datasets"):
        shutil.copytree(LIBRARY / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for module in (engines, reach):
        monkeypatch.setattr(module, "LIBRARY", tmp_path)
    before = engines.grader_hash.__wrapped__()
    (tmp_path / file).write_text((tmp_path / file).read_text() + "\n# changed\n")
    assert (engines.grader_hash.__wrapped__() != before) is again


@confined
def test_the_grader_s_code_is_read_before_there_are_threads(tmp_path, monkeypatch):
    known = []

    class Pool(ThreadPoolExecutor):
        def __init__(self, workers):
            known.append(engines.grader_hash.cache_info().currsize)
            super().__init__(workers)

    monkeypatch.setattr(grading, "ThreadPoolExecutor", Pool)
    course = make_course(tmp_path / "course")
    generate_assignment(course, course.unit("small"))
    hand_in(course, "ada", GOOD)
    engines.grader_hash.cache_clear()
    assert grade_unit(course, course.unit("small"), workers=2, limits=LIMITS).complete
    assert known == [1]
