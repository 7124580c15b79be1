"""Submissions through the real engine: every exercise gets its verdict, whatever the answers do."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from small_unit import answers

from autograder.engine import open_engine
from autograder.limits import Limits
from autograder.processes import WarmProcessEnded
from autograder.record import Verdict
from autograder.student_library import library_files

pytestmark = pytest.mark.confined


def test_right_answers_score_full_and_an_essay_waits(results):
    found = results()
    assert {name: result.score for name, result in found.items()} == {
        "double": 3.0,
        "quadruple": 2.0,
        "apply": 1.0,
        "explain_double": 0.0,
    }
    assert found["explain_double"].verdict is Verdict.MANUAL
    assert all(found[name].verdict is Verdict.PASSED for name in ("double", "quadruple", "apply"))


def test_a_wrong_answer_is_told_in_words(results):
    found = results({"double": "def double(x):\n    return 3 * np.asarray(x)"})["double"]
    assert (found.score, found.verdict) == (0.0, Verdict.FAILED)
    assert "double of (1, -2.5, 3)" in found.reason


def test_a_hidden_check_tells_no_values(results):
    found = results({"double": "def double(x):\n    x = np.asarray(x)\n    return 2 * x if x.ndim == 1 else x"})[
        "double"
    ]
    assert found.verdict is Verdict.FAILED and found.reason.startswith("A hidden check: ")
    assert "secret_values" not in found.reason


def test_a_hidden_input_can_not_be_carried_out_in_an_exception(results):
    answer = "def double(x):\n    x = np.asarray(x)\n    if x.ndim == 2:\n        raise ValueError(repr(x.tolist()))\n    return 2 * x"
    found = results({"double": answer})["double"]
    assert found.verdict is Verdict.RAISED
    assert found.reason == "Your code raised ValueError when a hidden check called it."


def test_changing_an_argument_in_place_is_seen(results):
    found = results({"double": "def double(x):\n    x = np.asarray(x)\n    x *= 2\n    return x"})["double"]
    assert found.score == 0.0 and "x" in found.reason


def test_a_later_exercise_is_not_lost_through_an_earlier_one(results):
    found = results({"double": "def double(x):\n    raise ZeroDivisionError('mine')"})
    assert found["double"].reason == "Your code raised ZeroDivisionError: mine"
    assert found["quadruple"].score == 2.0
    assert found["quadruple"].reason.startswith("Judged with the correct `double` in place of yours.")


def test_an_exercise_that_is_wrong_by_itself_stays_wrong(results):
    found = results({"double": "def double(x):\n    return x", "quadruple": "def quadruple(x):\n    return double(x)"})
    assert found["quadruple"].score == 0.0


@pytest.mark.parametrize(
    ("answer", "verdict", "words"),
    [
        ("raise NotImplementedError", Verdict.NOT_ANSWERED, "not answered yet"),
        ("while True: pass", Verdict.TIMEOUT, "longer than 2 s"),
        ("import time; time.sleep(60)", Verdict.TIMEOUT, "longer than 2 s"),
        ("import os; os._exit(0)", Verdict.CRASHED, "ended its own process"),
        ("import sys; sys.exit(0)", Verdict.RAISED, "SystemExit"),
        ("import ctypes; ctypes.string_at(0)", Verdict.CRASHED, "crashed"),
        ("return bytearray(10**12)", Verdict.RAISED, "MemoryError"),
        ("return double(x)", Verdict.RAISED, "RecursionError"),
        ("return object()", Verdict.FAILED, "another kind"),
        ("return None", Verdict.FAILED, ""),
        ("input()", Verdict.RAISED, ""),
        ("while True: print('x' * 1000)", Verdict.TIMEOUT, "longer than 2 s"),
        (
            "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
            Verdict.TIMEOUT,
            "2 s",
        ),
        ("open('big', 'wb').write(bytes(5 * 2**20))", Verdict.RAISED, "OSError"),
        (
            """
    import time
    for i in range(9):
        open(f'f{i}', 'wb').write(bytes(2**20))
    time.sleep(30)""",
            Verdict.CRASHED,
            "8 MiB",
        ),
        (
            """
    import time
    for i in range(300):
        open(f'f{i}', 'w').close()
    time.sleep(30)""",
            Verdict.CRASHED,
            "files",
        ),
    ],
)
def test_every_bad_end_has_a_verdict_and_touches_nothing_else(results, answer, verdict, words):
    found = results({"double": f"def double(x):\n    {answer}"})
    assert (found["double"].verdict, found["double"].score) == (verdict, 0.0), found["double"]
    assert words in found["double"].reason
    assert found["apply"].score == 1.0 and found["quadruple"].score == 2.0


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("while True: pass", Verdict.TIMEOUT),
        ("def double(x:", Verdict.RAISED),
        ("1 / 0", Verdict.RAISED),
        ("import os; os.abort()", Verdict.CRASHED),
        ("", Verdict.MISSING),
        ("double = 3", Verdict.FAILED),
    ],
)
def test_a_cell_that_does_not_run_through_explains_its_exercise(results, text, verdict):
    found = results({"double": text})
    assert (found["double"].verdict, found["double"].score) == (verdict, 0.0), found["double"]
    assert found["apply"].score == 1.0


def test_a_missing_answer_cell_scores_nothing_and_says_so(results):
    found = results(leave_out=("double", "explain_double"))
    assert found["double"].verdict is Verdict.MISSING and "answer cell is missing" in found["double"].reason
    assert found["explain_double"].verdict is Verdict.MISSING
    assert found["apply"].score == 1.0


def test_helper_cells_and_noise_cost_nothing(results):
    noisy = (
        "import sys, warnings\ndef double(x):\n    print('working', file=sys.stderr)\n    warnings.warn('hm')\n"
        "    return helper(x)"
    )
    found = results(
        {"double": "def helper(x):\n    return 2 * np.asarray(x)\n\n" + noisy},
        helpers=["print('at the end')", "1 / 0", "%matplotlib inline"],
    )
    assert found["double"].score == 3.0


def test_the_judge_does_not_use_a_students_modules(results):
    cheat = """
import numpy as np
class _Yes:
    def __eq__(self, other): return True
    def __getattr__(self, name): return lambda *a, **k: True
def double(x):
    return x
from autograder.classroom import checks
checks.close = checks.unchanged = lambda *a, **k: None
np.testing.assert_allclose = np.allclose = np.array_equal = lambda *a, **k: True
import builtins
builtins.AssertionError = type('Quiet', (BaseException,), {})
"""
    found = results({"double": cheat}, helpers=["checks = _Yes()", "np = _Yes()"])
    assert found["double"].score == 0.0


@pytest.mark.parametrize(
    "trick",
    [
        "class Yes:\n    def __eq__(self, o): return True\n    def __array__(self, *a, **k): return np.zeros(3)\n"
        "    def __float__(self): return 1.0\n    def __getitem__(self, i): return self\n    def __len__(self): return 3\n"
        "def double(x): return Yes()",
        "class Any(np.ndarray):\n    def __eq__(self, o): return np.ones(self.shape, bool)\n    def __array_ufunc__(self, *a, **k): return True\n"
        "def double(x): return np.asarray(x).view(Any)",
        "class Any(float):\n    def __eq__(self, o): return True\ndef double(x): return [Any(0)] * len(x)",
        "def double(x):\n    import os\n    for n in range(3, 20):\n        try: os.write(n, b'C' + bytes([0, 0, 0, 40]) + b'x' * 40)\n        except OSError: pass\n    return x",
    ],
)
def test_objects_that_equal_everything_gain_nothing(results, trick):
    found = results({"double": trick})
    assert found["double"].score == 0.0
    assert found["apply"].score == 1.0


def test_inputs_differ_by_secret_and_repeat_for_the_same_one(graded):
    spy = "seen = []\ndef double(x):\n    x = np.asarray(x)\n    if x.ndim == 2: seen.append(float(x[0, 0]))\n    return 2 * x"

    def first_input(secret):
        graded_once = graded({"double": spy}, helpers=["print(seen)"], secret=secret)
        return [output["text"] for outputs in graded_once.outputs.values() for output in outputs if "text" in output]

    assert first_input("one") == first_input("one") != first_input("two")


def test_outputs_are_kept_and_bounded(graded):
    kept = graded(helpers=["print('y' * 10**7)", "import matplotlib.pyplot as plt\nplt.plot([1, 2]);", "1 + 1"])
    texts = [output for outputs in kept.outputs.values() for output in outputs]
    assert sum(len(output.get("text", "")) for output in texts) < 70_000
    assert any("image/png" in output.get("data", {}) for output in texts)
    assert any(output.get("data", {}).get("text/plain") == "2" for output in texts)


def test_what_a_candidate_can_reach(graded):
    probe = """
import os, socket, subprocess, threading
def attempt(f):
    try:
        return 'DONE ' + str(f())[:60]
    except BaseException as error:
        return type(error).__name__
tries = {
    'passwd': lambda: open('/etc/passwd').read(),
    'root': lambda: os.listdir('/'),
    'reference': lambda: __import__('solutions').linear,
    'grader': lambda: __import__('autograder.conductor'),
    'other files': lambda: open(os.path.join(os.path.dirname(os.getcwd()), 'x'), 'w'),
    'proc': lambda: open('/proc/self/environ').read(),
    'parent memory': lambda: open(f'/proc/{os.getppid()}/mem', 'rb').read(1),
    'fork': os.fork, 'shell': lambda: subprocess.run(['/bin/true']), 'socket': socket.socket,
    'signal': lambda: os.kill(os.getppid(), 0),
    'raise limit': lambda: __import__('resource').setrlimit(__import__('resource').RLIMIT_CPU, (999, 999)),
    'outlive': lambda: __import__('ctypes').CDLL(None).prctl(1, 0, 0, 0, 0) == 0 or (_ for _ in ()).throw(PermissionError),
    'scratch': lambda: open('mine.txt', 'w').write('ok'),
    'thread': lambda: threading.Thread(target=print).start(),
    'data': lambda: __import__('datasets').iris().X.shape,
}
for name, f in tries.items():
    print(name, '=', attempt(f))
"""
    kept = graded(helpers=[probe])
    text = "".join(output.get("text", "") for outputs in kept.outputs.values() for output in outputs)
    found = dict(line.split(" = ") for line in text.strip().splitlines() if " = " in line)
    allowed = {"scratch", "thread", "data"}
    assert {name for name, result in found.items() if result.startswith("DONE")} == allowed, found
    assert len(found) == 16


def test_a_list_is_an_answer_too(results):
    assert results({"double": "def double(x):\n    return (2 * np.asarray(x)).tolist()"})["double"].score == 3.0


def test_grading_leaves_no_scratch_behind(graded, small_engine):
    where = "import os\nos.getcwd()"
    kept = graded(
        {"double": "def double(x):\n    open('left', 'w').write('over')\n    return 2 * np.asarray(x)"}, helpers=[where]
    )
    (folder,) = (o["data"]["text/plain"] for found in kept.outputs.values() for o in found if "data" in o)
    scratches = small_engine.processes[0].scratches
    assert scratches in Path(folder.strip("'")).parents and list(scratches.iterdir()) == []


def test_magics_of_a_notebook_still_run(results):
    found = results({"double": "%matplotlib inline\ntwo = !echo 2\ndef double(x):\n    return 2 * np.asarray(x)"})
    assert found["double"].score == 0.0 and found["double"].verdict is Verdict.RAISED  # nothing may be started
    for answer in (
        "%matplotlib inline\ndef double(x):\n    return 2 * np.asarray(x)",
        "In [1]: two = 2\nIn [2]: def double(x):\n   ...:     return two * np.asarray(x)",
    ):
        assert results({"double": answer})["double"].score == 3.0, answer


def test_what_is_imported_before_the_fork_is_the_kits_and_not_the_graders(results):
    found = results({"double": "def double(x):\n    raise ValueError(checks.__file__)"})
    assert "/student/autograder/classroom/checks/" in found["double"].reason


def test_a_stopped_engine_gives_up_what_it_is_grading(small_source):
    with open_engine(small_source, library_files(()), 1, Limits(cell_seconds=60.0)) as engine:
        loop = answers({"double": "while True: pass"})
        with ThreadPoolExecutor(1) as pool:
            task = pool.submit(engine.grade, loop, "secret")
            while not list(engine.folder.glob("scratch/*/candidate-*")):
                time.sleep(0.01)
            engine.stop()
            with pytest.raises(WarmProcessEnded):  # and not a verdict, after a minute
                task.result(timeout=50)
