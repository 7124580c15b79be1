"""The family tree: everybody is in it once, nobody comes before their ancestors, errors fall."""

from itertools import pairwise

import pytest

from solutions.architectures import family


def test_ancestors_are_known_and_not_younger():
    years = {one.name: one.year for one in family.FAMILY}
    assert len(years) == len(family.FAMILY)
    for one in family.FAMILY:
        assert all(years[ancestor] <= one.year for ancestor in one.after)
    assert [one.name for one in family.FAMILY if not one.after] == ["LeNet-5"]


def test_errors_fall_within_each_line():
    for one in family.FAMILY:
        for ancestor in map(family.network, one.after):
            assert ancestor.top5 is None or one.top5 < ancestor.top5


def test_came_after_is_the_other_direction_of_after():
    assert family.came_after("VGG") == ("Inception v2", "ResNet")
    assert family.came_after("Inception-v4") == ()
    pairs = {(ancestor, one.name) for one in family.FAMILY for ancestor in one.after}
    assert {(one.name, heir) for one in family.FAMILY for heir in family.came_after(one.name)} == pairs


def test_the_tree_shows_everybody_once_below_an_ancestor():
    lines = family.tree_text().splitlines()
    assert sorted(line.split(",")[0].strip() for line in lines) == sorted(one.name for one in family.FAMILY)
    depths = [(len(line) - len(line.lstrip())) // 2 for line in lines]
    assert depths[0] == 0
    assert all(deeper <= depth + 1 for depth, deeper in pairwise(depths))
    assert lines[2].startswith("    VGG, 2014")


def test_an_unknown_name_is_refused_with_those_that_there_are():
    with pytest.raises(ValueError, match=r"AlexNet.*received 'Alexnet'"):
        family.network("Alexnet")
