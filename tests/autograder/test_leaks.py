import base64
import gzip
import html
import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import small_course

from autograder.leaks import (
    Withheld,
    distinctive_lines,
    find_leaks,
    find_unit_leaks,
    given_away_earlier,
    normalised,
    withheld_sources,
)

SOLUTION = '''
import numpy as np

def softmax(z, axis=-1):
    """Turn scores into probabilities along one axis."""
    shifted = z - np.max(z, axis=axis, keepdims=True)
    exponents = np.exp(shifted)
    for round in range(axis):
        pass
    return exponents / exponents.sum(axis=axis, keepdims=True)
'''
LINE = "    return exponents / exponents.sum(axis=axis, keepdims=True)"
WITHHELD = [Withheld("solutions/activations.py", SOLUTION)]


def leaks_in(content: bytes | str, name: str = "notes.md") -> list:
    return find_leaks({name: content.encode() if isinstance(content, str) else content}, WITHHELD)


def notebook(**cell: object) -> bytes:
    made = {"cell_type": "code", "id": "shown", "metadata": {}, "source": "", "outputs": [], **cell}
    return json.dumps({"cells": [made], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def zipped(**files: bytes | str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


class TestForms:
    @pytest.mark.parametrize(
        "text",
        [
            LINE,
            f"before = 1\n{LINE}\nafter = 2",
            LINE.replace(" ", "\t  "),
            "    return exponents/exponents.sum( axis=axis,\n        keepdims=True )",
            "return (exponents / (exponents.sum(axis=axis, keepdims=True)))  # the sum",
            f"Nearly code:\n\n```python\n{LINE}\n```\n",
            f"The line `{LINE.strip()}` does it.",
            html.escape(f"<b>{LINE}</b>"),
            LINE.replace("exponents", '<span class="n">exponents</span>'),
            f"said = 'first\\n{LINE}\\nlast'",
        ],
        ids=[
            "as it is",
            "in between",
            "spaces",
            "line break",
            "brackets",
            "fenced",
            "inline",
            "escaped HTML",
            "coloured HTML",
            "escapes",
        ],
    )
    def test_a_withheld_line_is_found_in_text(self, text):
        assert leaks_in(text), text

    @pytest.mark.parametrize(
        "cell",
        [
            {"source": LINE},
            {
                "source": [
                    "def softmax(z, axis=-1):\n",
                    "    return exponents / (\n",
                    "        exponents.sum(axis=axis, keepdims=True))\n",
                ]
            },
            {"metadata": {"note": {"deep": [1, LINE]}}},
            {"metadata": {LINE: True}},
            {"outputs": [{"output_type": "stream", "text": ["one\n", LINE]}]},
            {"outputs": [{"output_type": "error", "traceback": ["Traceback", LINE]}]},
            {"outputs": [{"data": {"text/html": f"<pre>{html.escape(LINE)}</pre>"}}]},
            {"attachments": {"a.txt": {"text/plain": base64.b64encode(LINE.encode()).decode()}}},
            {
                "outputs": [
                    {
                        "data": {
                            "image/png": base64.b64encode(
                                b"\x89PNG\r\n\x1a\n\0\xfftEXt" + LINE.encode() + b"\0\xff"
                            ).decode()
                        }
                    }
                ]
            },
        ],
        ids=["source", "lines", "metadata", "key", "stream", "traceback", "html", "attachment", "picture"],
    )
    def test_a_withheld_line_is_found_anywhere_in_a_notebook(self, cell):
        found = leaks_in(notebook(**cell), "lesson.ipynb")
        assert found
        assert found[0].line == LINE.strip()
        assert "cell 1 (shown)" in found[0].place

    def test_it_is_found_in_a_zip_within_a_zip(self):
        (leak,) = leaks_in(zipped(**{"inner.zip": zipped(**{"a.py": LINE})}), "data.zip")
        assert leak.place == "inner.zip > a.py"

    def test_it_is_found_in_a_gzip(self):
        assert leaks_in(gzip.compress(LINE.encode()), "data.csv.gz")

    def test_it_is_found_in_a_notebook_that_is_not_json(self):
        assert leaks_in(f"{{ broken {LINE}", "lesson.ipynb")

    def test_the_message_says_where_and_from_where(self):
        (leak,) = leaks_in(notebook(source=LINE), "lesson.ipynb")
        assert leak.message == (
            "lesson.ipynb (cell 1 (shown), source): return exponents / exponents.sum(axis=axis, keepdims=True)"
            "  [from solutions/activations.py]"
        )


class TestRefusals:
    @pytest.mark.parametrize("name", ["a.pyc", "gradebook.db", "model.h5", "x.pkl", "native.so"])
    def test_what_can_t_be_looked_into_by_its_name(self, name):
        (leak,) = leaks_in("harmless", name)
        assert "can't be looked into" in leak.message

    @pytest.mark.parametrize("content", [b"SQLite format 3\0", b"\xa7\r\r\n\0\0", b"\xff\xfet\0e\0x\0t\0"])
    def test_a_binary_under_a_harmless_name(self, content):
        (leak,) = leaks_in(content, "notes.txt")
        assert "neither text nor a picture" in leak.message

    def test_a_database_in_a_zip(self):
        assert leaks_in(zipped(**{"gradebook.db": b"x"}), "data.zip")

    def test_a_broken_zip(self):
        assert "can't be opened" in leaks_in(b"PK\x03\x04 broken", "data.zip")[0].message

    @pytest.mark.parametrize("objects", [False, True], ids=["numbers", "objects"])
    def test_arrays_of_numbers_pass_and_of_objects_do_not(self, objects):
        target = io.BytesIO()
        values = np.array([{}, 1], dtype=object) if objects else np.arange(300.0)
        np.savez(target, values=values)
        assert bool(leaks_in(target.getvalue(), "points.npz")) is objects

    @pytest.mark.parametrize("marker", ["### BEGIN SOLUTION", "### BEGIN HIDDEN TESTS", "=== BEGIN MARK SCHEME ==="])
    def test_a_marker_that_was_left(self, marker):
        assert leaks_in(notebook(source=f"def f():\n    {marker}\n    pass"), "exercises.ipynb")


class TestHarmless:
    @pytest.mark.parametrize(
        "text",
        [
            "import numpy as np",
            "def softmax(z, axis=-1):\n    raise NotImplementedError",
            '"""Turn scores into probabilities along one axis."""',
            "exponents = np.exp(shifts)",
            "my_exponents / exponents.sum(axis=axis, keepdims=True)",
            "return exponents / exponents.sum(axis=axis, keepdims=Trueish)",
            "for round in range(axis):",
            "a" * 64,
        ],
    )
    def test_what_a_student_may_see_is_no_leak(self, text):
        assert leaks_in(text) == []

    def test_lines_that_students_rightly_have_don_t_count(self):
        withheld = [Withheld("solutions/activations.py", SOLUTION, public=(f"def f():\n{LINE}",))]
        assert find_leaks({"library/earlier.py": LINE.encode()}, withheld) == []

    def test_a_plain_picture_passes(self):
        assert leaks_in(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "figure.png") == []


def test_normalised_text_keeps_spaces_only_between_words():
    assert normalised("return  a [ 'k' ]\n +  b") == 'return a["k"]+b'


def test_the_lines_that_count():
    lines = {line for _, line in distinctive_lines(SOLUTION)}
    assert lines == {
        "shifted = z - np.max(z, axis=axis, keepdims=True)",
        "exponents = np.exp(shifted)",
        LINE.strip(),
    }


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("    rng: np.random.Generator,", False),
        ("    epsilon: float | None = None", False),
        (") -> tuple[NDArray[np.floating], float]:", False),
        ("momentum: float = beta * momentum + gradient", True),
    ],
)
def test_a_piece_of_a_signature_says_nothing(line, counts):
    assert bool(list(distinctive_lines(line))) is counts


class TestUnit:
    @pytest.fixture
    def small(self, tmp_path: Path) -> small_course.SmallCourse:
        return small_course.make(tmp_path)

    def test_withheld_are_this_and_later_solutions_and_all_hidden_tests(self, small):
        sources = {
            part.source for part in withheld_sources(small.course, small.course.unit("02"), library=small.library)
        }
        assert sources == {
            "solutions/beta.py",
            "solutions/gamma.py",
            "01-scaling/exercises.ipynb, test_scale",
            "02-shifting/exercises.ipynb, shift",
            "02-shifting/exercises.ipynb, test_shift",
            "03-powers/exercises.ipynb, power",
            "03-powers/exercises.ipynb, test_power",
        }

    @pytest.mark.parametrize(
        ("text", "leaks"),
        [
            ("stretched = float(x) * float(factor)", False),
            ("moved_along = float(x) + 1.0 * float(by)", True),
            ("raised_up = pow(float(x), float(exponent))", True),
            ("return solutions.beta.shift(x, y)", True),
            (small_course.HIDDEN.format(reference="solutions.alpha.scale"), True),
        ],
        ids=["earlier solution", "own solution", "later solution", "call of the own reference", "earlier hidden test"],
    )
    def test_what_students_of_the_second_unit_may_see(self, small, text, leaks):
        files = {"02-shifting/lesson.ipynb": notebook(source=text)}
        found = find_unit_leaks(small.course, small.course.unit("02"), files, library=small.library)
        assert bool(found) is leaks

    def test_a_line_that_is_part_of_an_earlier_solutions_line_is_public(self, small):
        (small.library / "solutions" / "beta.py").write_text(
            "def shift(x, by):\n    stretched = float(x) *float( by )\n    return float(x) * float(factor)\n"
        )
        (small.library / "solutions" / "alpha.py").write_text(
            "y = [float(x) * float(factor) for factor in stretched]\n"
        )
        unit = small.course.unit("02")
        files = {"a.py": b"return float(x) * float(factor)", "b.py": b"stretched = float(x) * float(by)"}
        files["c.py"] = b"y = [float(x) * float(factor) for factor in stretched]"
        leaks = find_unit_leaks(small.course, unit, files, library=small.library)
        assert {leak.file for leak in leaks} == {"a.py", "b.py"}

    @pytest.mark.parametrize(("kind", "leaks"), [("test", False), ("hint", True)])
    def test_a_hidden_line_is_public_only_where_a_visible_check_uses_it(self, small, kind, leaks):
        unit = small.course.unit("02")
        shared = "answer = shift(2.5, 4.25)"
        cells = small_course.source_cells("beta", "shift")
        cells[2]["source"] = cells[2]["source"].replace("### END", f"{shared}\n### END")
        if kind == "hint":
            cells[2]["source"] = cells[2]["source"].replace(shared, "answer = 1", 1)
        small_course.write_notebook(unit.exercises, cells)
        found = find_unit_leaks(small.course, unit, {"a.py": shared.encode()}, library=small.library)
        assert bool(found) is leaks

    def test_every_file_of_a_package_of_solutions_is_withheld(self, small):
        folder = small.library / "solutions"
        (folder / "gamma").mkdir()
        (folder / "gamma.py").rename(folder / "gamma" / "high.py")
        (folder / "gamma" / "__init__.py").write_text('"""Powers."""\n')
        files = {"a.py": (folder / "gamma" / "high.py").read_bytes()}
        found = find_unit_leaks(small.course, small.course.unit("02"), files, library=small.library)
        assert [leak.source for leak in found] == ["solutions/gamma/high.py"] * len(found)
        assert found

    @pytest.mark.parametrize(
        ("text", "given_away"),
        [("raised_up = pow(float(x), float(exponent))", 1), ("raised = pow(x, 2)", 0)],
    )
    def test_a_line_of_a_later_reference_in_an_earlier_unit_is_found_before_its_release(self, small, text, given_away):
        lesson = small.course.unit("01").lesson
        small_course.write_notebook(lesson, [small_course.cell("shown", text)])
        found = given_away_earlier(small.course, small.course.unit("03"), library=small.library)
        assert [(leak.file, leak.source) for leak in found] == [
            ("01-scaling/lesson.ipynb", "solutions/gamma.py")
        ] * given_away

    def test_what_release_takes_out_of_an_earlier_unit_gives_nothing_away(self, small):
        unit = small.course.unit("01")
        cells = small_course.source_cells("alpha", "scale")
        for cell in cells:
            cell["source"] = cell["source"].replace(
                "    return", "    raised_up = pow(float(x), float(exponent))\n    return"
            )
        assert "raised_up" in str(cells)
        small_course.write_notebook(unit.exercises, cells)
        assert given_away_earlier(small.course, small.course.unit("03"), library=small.library) == []

    def test_the_source_notebook_itself_is_full_of_leaks(self, small):
        unit = small.course.unit("02")
        files = {"exercises.ipynb": unit.exercises.read_bytes()}
        assert len(find_unit_leaks(small.course, unit, files, library=small.library)) >= 4
