import pytest

from autograder.errors import GradschoolError
from autograder.limits import Limits


def test_a_unit_gets_the_most_memory_that_any_of_its_cells_asks_for():
    cells = [{}, {"memory_mib": 3000, "seconds": 4}, {"memory_mib": 2000}]
    assert Limits(memory_mib=1024).for_unit(cells) == Limits(memory_mib=3000)


@pytest.mark.parametrize("cells", [[], [{"seconds": 4}], [{"memory_mib": 512}]])
def test_a_unit_never_gets_less_than_the_course_gives(cells):
    assert Limits(memory_mib=1024).for_unit(cells) == Limits(memory_mib=1024)


@pytest.mark.parametrize("wrong", ["2 GB", 0, -1, None, True])
def test_memory_that_is_no_number_above_0_is_refused_by_name(wrong):
    with pytest.raises(GradschoolError, match="memory_mib must be a number above 0"):
        Limits().for_unit([{"memory_mib": wrong}])
