"""Attacks that once worked on this engine, each with the smallest code that did it."""

from __future__ import annotations

import json
import os
import struct
from pathlib import Path

import numpy as np
import pytest
from small_unit import GOOD, SETUP, hand_in, make_course, make_notebook

from autograder import scratch, wire
from autograder.artefacts import without_markup
from autograder.engine import open_engine
from autograder.grade import find_submissions, grade_unit
from autograder.limits import Limits
from autograder.notebook import StudentCell, read_source, read_submission
from autograder.record import Verdict
from autograder.release import generate_assignment
from autograder.remote import write_back
from autograder.student_library import library_files
from autograder.words import clean_outputs

pytestmark = pytest.mark.confined
ANSWER = {"solution": True, "locked": False}

FORGE = """
import json as _json, os as _os, struct as _struct
def forge(kind, tree, blocks=()):
    text = _json.dumps(tree).encode()
    body = _struct.pack(f">{2 + len(blocks)}I", len(text), len(blocks), *map(len, blocks)) + text + b"".join(blocks)
    data = kind + _struct.pack(">I", len(body)) + body
    while data:
        data = data[_os.write(3, data):]
def D(**items):
    return {"d": [[k, v] for k, v in items.items()]}
"""


def body(tree, *blocks):
    text = json.dumps(tree).encode()
    return struct.pack(f">{2 + len(blocks)}I", len(text), len(blocks), *map(len, blocks)) + text + b"".join(blocks)


# -- files outside the sandbox


def test_modes_times_and_attributes_of_files_outside_stay_as_they_are(results, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("mine")
    os.chmod(victim, 0o640)
    os.utime(victim, (1e9, 1e9))
    before = victim.stat()
    attack = f"""
import ctypes, os
for attempt in (lambda: os.chmod({str(victim)!r}, 0o4777), lambda: os.utime({str(victim)!r}, (1, 1)),
                lambda: os.chown({str(victim)!r}, 0, 12), lambda: os.setxattr({str(victim)!r}, 'user.note', b'x'),
                lambda: os.chmod({str(tmp_path)!r}, 0), lambda: os.truncate({str(victim)!r}, 0)):
    try:
        attempt()
    except OSError:
        pass
"""
    assert results(helpers=[attack])["double"].score == 3.0
    after = victim.stat()
    assert (after.st_mode, after.st_mtime, after.st_gid, after.st_size) == (
        before.st_mode,
        before.st_mtime,
        before.st_gid,
        before.st_size,
    )
    assert os.listxattr(victim) == []


def test_copying_a_file_inside_scratch_still_works(results):
    answer = (
        "def double(x):\n    import shutil\n    np.save('a.npy', x)\n    shutil.copy('a.npy', 'b.npy')\n"
        "    shutil.copy2('a.npy', 'c.npy')\n    return 2 * np.load('b.npy')"
    )
    assert results({"double": answer})["double"].score == 3.0


def test_a_package_that_answers_could_read_is_refused(tmp_path):
    from autograder import confinement

    (tmp_path / "lib" / "solutions").mkdir(parents=True)
    with pytest.raises(confinement.CannotConfine, match="environment of its own"):
        confinement.refuse_if_readable(tmp_path / "lib" / "solutions", [str(tmp_path / "lib")])
    assert not any("python" in Path(path).name for path in confinement._libraries())


# -- forged reports


@pytest.mark.parametrize(
    "outputs",
    [
        {"l": [{"d": [["output_type", {"l": []}]]}]},
        {
            "l": [
                {
                    "d": [
                        ["output_type", "stream"],
                        ["name", {"l": []}],
                        ["text", "x"],
                    ]
                }
            ]
        },
        {
            "l": [
                {
                    "d": [
                        ["output_type", "stream"],
                        ["name", "stdout"],
                        ["text", "\ud800"],
                    ]
                }
            ]
        },
        {"i": "7"},
        {"l": [{"i": "7"}]},
        {"set": []},
    ],
)
def test_a_forged_report_is_no_more_than_a_report(results, outputs):
    helper = f"{FORGE}\nfor ticket in range(60):\n    forge(b'C', D(ok=True, ticket={{'i': str(ticket)}}, outputs={outputs!r}))"
    found = results(helpers=[helper])
    assert found["double"].score == 3.0 and found["apply"].score == 1.0


def test_outputs_are_bounded_by_the_conductor_too():
    limits = Limits(output_kib=4, image_kib=4)
    huge = [{"output_type": "stream", "name": "stdout", "text": "x" * 3000} for _ in range(99)]
    kept = clean_outputs(huge, limits)
    assert sum(len(item["text"]) for item in kept) < 16_000 and "cut here" in kept[-1]["text"]


def test_a_block_can_be_used_once_only():
    with pytest.raises(wire.WireError, match="twice"):
        wire.decode(body({"l": [{"b": 0}, {"b": 0}]}, b"x" * 100))


def test_keys_that_collide_are_limited():
    members = [{"i": str(((1 << 61) - 1) * k)} for k in range(wire.MAX_KEYS + 1)]
    for tree in ({"set": members}, {"d": [[member, None] for member in members]}):
        with pytest.raises(wire.WireError, match="keys or set members"):
            wire.decode(body(tree))


@pytest.mark.parametrize("kind", ["MT19937", "Philox"])
def test_a_generators_position_is_checked(kind):
    state = dict(np.random.Generator(getattr(np.random, kind)(1)).bit_generator.state)
    if kind == "MT19937":
        state["state"] = {**state["state"], "pos": 10**9}
    else:
        state["buffer_pos"] = 10**9
    inner = json.loads(
        wire.encode(state)[8 + 4 * struct.unpack_from(">II", wire.encode(state))[1] :][
            : struct.unpack_from(">II", wire.encode(state))[0]
        ]
    )
    blocks = [bytes(np.asarray(value)) for value in _arrays(state)]
    with pytest.raises(wire.WireError, match="state is malformed"):
        wire.decode(body({"rng": inner}, *blocks))


def _arrays(value):
    if isinstance(value, dict):
        return [found for item in value.values() for found in _arrays(item)]
    return [value] if isinstance(value, (np.ndarray, np.generic)) else []


# -- texts that choke a parser


@pytest.mark.parametrize(
    "text",
    [
        "raise 1\n" + "%time\n" * 600,
        "x?\n" * 600,
        ";" * 5000,
        "a = !ls\n" * 600,
        "(" * 100_000,
        "-" * 100_000 + "1",
        "f'" + "{" * 5000,
    ],
)
def test_a_text_that_chokes_parsers_costs_only_its_exercise(results, text):
    found = results({"double": text})
    assert found["double"].score == 0.0 and found["apply"].score == 1.0


# -- scratch


@pytest.mark.parametrize(
    "text",
    [
        "for _ in range(1500):\n    os.mkdir('d'); os.chdir('d')",
        "os.mkdir('closed', 0)\nos.umask(0o777)\nos.mkdir('too')\nopen('file', 'w').close()",
        "for i in range(18):\n    os.mkdir('n' * 250); os.chdir('n' * 250)",
    ],
)
def test_whatever_is_made_in_scratch_is_gone_afterwards(results, tmp_path, monkeypatch, text):
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = results(helpers=[f"import os\n{text}"])
    assert found["double"].score == 3.0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "held = [open(f'f{i}', 'wb') for i in range(40)]\nfor i, f in enumerate(held):\n    os.unlink(f'f{i}'); f.write(bytes(1 << 20)); f.flush()",
        "for i in range(40): open(f'f{i}', 'wb').write(bytes(1 << 20))",
        "import threading\ndef noise():\n    while True:\n        os.write(3, b'P' + bytes(4)); time.sleep(0.02)\n"
        "threading.Thread(target=noise, daemon=True).start()\nfor i in range(40): open(f'f{i}', 'wb').write(bytes(1 << 20)); time.sleep(0.02)",
    ],
    ids=["unlinked", "quick", "behind noise"],
)
def test_the_quota_of_scratch_holds(graded, text):
    kept = graded(helpers=[f"import os, time\n{text}\ntime.sleep(0.5)\nprint('GOT AWAY')"])
    said = "".join(output.get("text", "") for outputs in kept.outputs.values() for output in outputs)
    assert "GOT AWAY" not in said and "8 MiB" in said


def test_measuring_and_removing_folders(tmp_path):
    deep = tmp_path / "deep"
    deep.mkdir()
    here = os.getcwd()
    try:
        os.chdir(deep)
        for _ in range(1200):
            os.mkdir("d")
            os.chdir("d")
    finally:
        os.chdir(here)
    assert scratch.measure(deep)[1] > 10**6
    scratch.remove(deep)
    assert not deep.exists()
    scratch.remove(deep)


# -- objects, references and functions


def engine_over(cells, tmp_path):
    source = read_source(make_notebook([("setup_imports", SETUP, {}), *cells], tmp_path / "exercises.ipynb"))
    return open_engine(source, library_files(()), 1, Limits(cell_seconds=2.0))


def grade_cells(engine, **texts):
    helpers = texts.pop("helpers", [])
    cells = [StudentCell(name, name, "code", text) for name, text in texts.items()]
    cells += [StudentCell(f"h{i}", "", "code", text) for i, text in enumerate(helpers)]
    _, graded = engine.grade(cells, "s")
    return {result.name: result for result in graded.exercises}, graded


def test_arithmetic_with_an_object_gives_no_data_and_shows_no_array(tmp_path):
    cells = [
        ("half", "def half(x):\n    ### BEGIN SOLUTION\n    return x / 2\n    ### END SOLUTION", ANSWER),
        (
            "test_half",
            "want = np.array([0.5, 1.25])\nassert np.abs(half(2 * want) - want).max() < 1e-9",
            {"grade": True, "points": 5},
        ),
    ]
    answer = (
        "seen = []\nclass Z:\n    __array_ufunc__ = None\n    def __sub__(self, other):\n        seen.append(other)\n"
        "        return np.zeros(2)\ndef half(x):\n    return Z()"
    )
    with engine_over(cells, tmp_path) as engine:
        found, graded = grade_cells(engine, half=answer, helpers=["print('SEEN', len(seen))"])
    assert found["half"].score == 0.0
    assert "SEEN 0" in str(graded.outputs)


@pytest.mark.parametrize(
    ("body", "words"),
    [("pass", "a V has no __rmul__"), ("def __rmul__(self, n): return NotImplemented", "__rmul__ of a V gave NotImpl")],
    ids=["left out", "refused"],
)
def test_an_operator_that_an_object_lacks_is_a_type_error_as_in_one_process(tmp_path, body, words):
    cells = [
        ("V", "class V:\n    ### BEGIN SOLUTION\n    def __rmul__(self, n): return V()\n    ### END SOLUTION", ANSWER),
        ("test_V", "assert (2 * V()) is not None", {"grade": True, "points": 5}),
    ]
    with engine_over(cells, tmp_path) as engine:
        found = grade_cells(engine, V=f"class V:\n    {body}")[0]["V"]
        assert grade_cells(engine, V="class V:\n    def __rmul__(self, n): return V()")[0]["V"].score == 5.0
    assert found.score == 0.0 and f"TypeError: {words}" in found.reason


def test_membership_is_not_asked_of_an_object(tmp_path):
    cells = [
        ("words", "def words():\n    ### BEGIN SOLUTION\n    return ['a']\n    ### END SOLUTION", ANSWER),
        ("test_words", "assert 'a' in words()", {"grade": True, "points": 5}),
    ]
    answer = "class V:\n    def __contains__(self, x): return True\n    def __len__(self): return 1\ndef words():\n    return V()"
    with engine_over(cells, tmp_path) as engine:
        assert grade_cells(engine, words=answer)[0]["words"].score == 0.0


def test_a_reference_never_stands_in_for_what_a_test_calls_itself(tmp_path):
    marked = {"grade": True, "points": 4}
    cells = [
        ("double", "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION", ANSWER),
        ("test_double", "assert double(2) == 4", marked),
        ("more", "def more(x):\n    ### BEGIN SOLUTION\n    return double(x) + 1\n    ### END SOLUTION", ANSWER),
        ("test_more", "assert more(1) == 3", marked),
        ("test_double_more", "assert double(3) == 6", marked),
    ]
    with engine_over(cells, tmp_path) as engine:
        found, _ = grade_cells(
            engine,
            double="def double(x):\n    return None",
            more="def more(x):\n    return double(x) + 1",
            helpers=["# double"],
        )
    assert {name: result.score for name, result in found.items()} == {"double": 0.0, "more": 4.0, "double_more": 0.0}


def test_a_function_of_one_test_can_not_be_called_in_another(tmp_path):
    marked = {"grade": True, "points": 4}
    cells = [
        ("first", "def first(f):\n    ### BEGIN SOLUTION\n    return f(1)\n    ### END SOLUTION", ANSWER),
        ("test_first", "assert first(lambda v: v * 3) == 3", marked),
        ("triple", "def triple(x):\n    ### BEGIN SOLUTION\n    return 3 * x\n    ### END SOLUTION", ANSWER),
        ("test_triple", "assert triple(5) == 15", marked),
    ]
    with engine_over(cells, tmp_path) as engine:
        found, _ = grade_cells(
            engine,
            first="kept = []\ndef first(f):\n    kept.append(f)\n    return f(1)",
            triple="def triple(x):\n    return kept[0](x)",
        )
    assert found["first"].score == 4.0 and found["triple"].score == 0.0


def test_changing_a_container_is_repeated_as_it_was_done(tmp_path):
    marked = {"grade": True, "points": 4}
    cells = [
        ("step", "def step(p, g):\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION", ANSWER),
        (
            "test_step",
            "p, g = {'w': np.array([1, 2])}, {'w': np.array([1, 1])}\nold = dict(p)\nstep(p, g)\n"
            "checks.close(p['w'], [0.5, 1.5], 'w')\nchecks.equal(old['w'], [1, 2], 'the old w')",
            marked,
        ),
        ("inside", "def inside(p):\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION", ANSWER),
        (
            "test_inside",
            "p = [np.zeros(2), (np.ones(2),)]\nfirst, second = p[0], p[1][0]\ninside(p)\n"
            "checks.equal(first, [1, 1], 'first')\nchecks.equal(second, [2, 2], 'second')",
            marked,
        ),
    ]
    with engine_over(cells, tmp_path) as engine:
        found, _ = grade_cells(
            engine,
            step="def step(p, g):\n    for k in p:\n        p[k] = p[k] - 0.5 * g[k]",
            inside="def inside(p):\n    p[0] += 1\n    p[1][0][:] = 2",
        )
    assert (found["step"].score, found["inside"].score) == (4.0, 4.0), found


def test_write_back_of_lengths_sets_and_other_types():
    listed, named, members = [1, 2], {"a": 1}, {1}
    write_back(listed, [3])
    write_back(named, {"b": 2})
    write_back(members, {5, 6})
    write_back(listed, "no list")
    assert (listed, named, members) == ([3], {"b": 2}, {5, 6})


def test_what_one_submission_learns_is_of_no_use_to_the_next(graded):
    spy = "seen = []\ndef double(x):\n    x = np.asarray(x)\n    seen.append(float(x.ravel()[0]))\n    return 2 * x"

    def inputs(helpers):
        outputs = graded({"double": spy}, helpers=helpers).outputs
        return next(o["text"] for items in outputs.values() for o in items if "[" in o.get("text", ""))

    assert inputs(["print(seen)"]) == inputs(["print(seen)"]) != inputs(["print(seen)  # again"])


# -- files around a submission


def test_odd_things_in_submitted_do_not_stop_the_run(tmp_path):
    course = make_course(tmp_path / "course")
    generate_assignment(course, course.unit("small"))
    hand_in(course, "ada", GOOD)
    for name in ("<b>[bold]", "a\nb", "..x", "ü" * 60):
        hand_in(course, name, GOOD)
    os.mkfifo(hand_in(course, "fifo", GOOD).parent / "timestamp.txt")
    (hand_in(course, "link", GOOD).parent / "timestamp.txt").symlink_to("/dev/zero")
    (course.submitted / "a file").write_text("x")
    (course.submitted / "elsewhere").symlink_to("/etc")
    os.makedirs(os.fsencode(course.submitted) + b"/m\xfcller/01-small")
    report = grade_unit(course, course.unit("small"), workers=2, limits=Limits(cell_seconds=2.0))
    assert {r.score for r in report.records} == {6.0} and len(report.records) == 7
    assert len(report.problems) == 1 and "not UTF-8" in report.problems[0]
    assert len(find_submissions(course, course.unit("small"))) == 8


def test_a_failure_of_the_grader_itself_is_a_verdict(tmp_path, monkeypatch):
    from autograder import engine

    course = make_course(tmp_path / "course")
    generate_assignment(course, course.unit("small"))
    hand_in(course, "ada", GOOD)
    hand_in(course, "mal", GOOD | {"explain_double": "boom"})
    real = engine.grade_submission

    def failing(warm, source, rebuilt, *rest):
        if any(cell.text == "boom" for cell in rebuilt.cells):
            raise ZeroDivisionError
        return real(warm, source, rebuilt, *rest)

    monkeypatch.setattr(engine, "grade_submission", failing)
    report = grade_unit(course, course.unit("small"), workers=1, limits=Limits(cell_seconds=2.0))
    found = {record.student: record for record in report.records}
    assert found["ada"].score == 6.0
    assert {e.verdict for e in found["mal"].exercises} == {Verdict.BROKEN_TEST} and "ZeroDivisionError" in found[
        "mal"
    ].remark


def test_a_large_file_is_read_apart_and_a_swelling_one_refused(tmp_path):
    path = tmp_path / "exercises.ipynb"
    cell = {
        "cell_type": "code",
        "id": "a",
        "source": "x = 1",
        "metadata": {},
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "y" * 60_000_000}],
    }
    path.write_text(json.dumps({"cells": [cell]}))
    assert [c.text for c in read_submission(path, 100, 512)] == ["x = 1"]
    path.write_text('{"cells": [' + "[{}]," * 8_000_000 + "{}]}")
    with pytest.raises(Exception, match=r"more than (fits into|5000)"):
        read_submission(path, 100, 512)
    path.write_text("{" * 5_000_000)
    with pytest.raises(Exception, match="not JSON"):
        read_submission(path, 100, 512)


def test_a_free_response_can_not_run_scripts_where_it_is_marked():
    text = "a < b, <script>alert(1)</script> [x](JavaScript:alert(1)) `2<3` <!-- c -->"
    kept = without_markup(text)
    assert "<script" not in kept and "</" not in kept and "<!--" not in kept and "avascript:" not in kept
    assert "a < b" in kept and "2<3" in kept
