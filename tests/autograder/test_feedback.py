"""A feedback page says points, reasons and hints, escapes everything, and needs no network."""

from dataclasses import replace

from autograder.feedback import Person, feedback_page
from autograder.record import ExerciseResult, Record, Verdict


def record(*exercises, remark=""):
    return Record("ada <b>", "01-small", "exercises", exercises, "", "", "", remark)


FAILED = ExerciseResult(
    "double",
    "test_double",
    0.0,
    3.0,
    Verdict.FAILED,
    "double of (1, 2) differs\nexpected: [2, 4]",
    ("Use `np.asarray`, <i>not</i> a list.",),
)
PASSED = ExerciseResult("apply", "test_apply", 1.0, 1.0, Verdict.PASSED, "")
ESSAY = ExerciseResult("explain_x", "explain_x", 0.0, 2.0, Verdict.MANUAL, "A person reads this.")


def test_points_reason_hint_and_what_is_next():
    page = feedback_page(record(FAILED, PASSED, ESSAY))
    assert '<p class="total">1 <span class="soft">of 6 points' in page and "2 more wait for a person" in page
    assert "<pre>expected: [2, 4]</pre>" in page and "start with double" in page
    assert "<code>np.asarray</code>" in page


def test_a_known_misconception_is_named_before_the_hints():
    page = feedback_page(record(replace(FAILED, misconception="Your answer equals the `mean`, <i>not</i> the sum.")))
    assert "equals the <code>mean</code>" in page and page.index("equals the") < page.index("np.asarray")
    page = feedback_page(record(replace(FAILED, misconception="seen")), {"test_double": Person(3.0)})
    assert "seen" not in page  # a person has marked it since


def test_everything_from_outside_is_escaped():
    page = feedback_page(record(FAILED, remark="<script>"), {"test_double": Person(None, "<u>see me</u>")})
    for text in ("ada <b>", "<i>not</i>", "<u>", "<script>"):
        assert text not in page
    assert "ada &lt;b&gt;" in page


def test_a_persons_points_take_the_graders_place():
    page = feedback_page(record(FAILED, ESSAY), {"explain_x": Person(1.5, "Nearly."), "test_double": Person(3.0)})
    assert '<p class="total">4.5' in page and "Nearly." in page and "marked by a person" in page
    assert "start with explain_x" in page


def test_a_page_with_nothing_to_score_does_not_divide_by_zero():
    assert "of 0 points" in feedback_page(record())


def test_the_page_is_complete_in_itself():
    page = feedback_page(record(FAILED))
    assert "src=" not in page and "href=" not in page and "<script" not in page
