"""No unit is here with a mutant that scores full marks, a right answer refused or a wrong one let through.

What has not changed since it was qualified is recalled by its fingerprint; one exercise of each such unit is qualified
again all the same, so that a kept file that says more than is true is found out.
"""

from __future__ import annotations

import pytest

from autograder.course import Unit, packaged_course
from autograder.qualify.qualified import fingerprint_of, qualify_or_recall, recall
from autograder.qualify.qualify import qualify_unit

COURSE = packaged_course()
pytestmark = pytest.mark.confined


@pytest.mark.parametrize("unit", COURSE.all_units(), ids=lambda unit: unit.name)
def test_the_unit_is_qualified(unit: Unit):
    kept = recall(unit, fingerprint_of(unit))
    result = kept or qualify_or_recall(COURSE, unit)
    assert result.good, [(e.name, e.survivors, e.faults) for e in result.exercises if not e.good] or result.faults
    assert all(exercise.right_accepted >= 3 and exercise.hints_matched >= 4 for exercise in result.exercises)
    if kept is None:
        return
    chosen = kept.exercises[int(fingerprint_of(unit)[:8], 16) % len(kept.exercises)]
    (again,) = qualify_unit(COURSE, unit, only=[chosen.name]).exercises
    assert again == chosen
