"""Answers that hurt, hang, read or cheat: each ends with a verdict inside its limits, gains nothing, and touches nothing.

Every row of the tables is one known way. The neighbours of a hostile answer keep their points, and the next
submission of the same warm process is graded as if nothing had happened.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import psutil
import pytest

from autograder.record import Verdict

pytestmark = pytest.mark.confined

DOUBLE = "def double(x):\n    return 2 * np.asarray(x)\n"

HURTS = {
    "raises": "raise ArithmeticError('no')",
    "raises its own base exception": "class Mine(BaseException): pass\n    raise Mine",
    "loops": "while True: pass",
    "sleeps": "import time; time.sleep(3600)",
    "swallows interrupts": "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
    "recurses": "return double(x)",
    "recurses without a limit": "import sys; sys.setrecursionlimit(10**9); return double(x)",
    "exits": "import sys; sys.exit()",
    "exits at once": "import os; os._exit(0)",
    "raises while being deleted": "class Bad:\n        def __del__(self): raise ValueError\n    Bad(); raise KeyError",
    "crashes in C": "import ctypes; ctypes.memset(8, 0, 1)",
    "aborts": "import os; os.abort()",
    "waits for input": "return input()",
    "reads standard input": "import sys; return sys.stdin.read()",
    "deadlocks": "import threading; l = threading.Lock(); l.acquire(); l.acquire()",
    "joins a thread that never ends": "import threading, time; t = threading.Thread(target=time.sleep, args=(99,)); t.start(); t.join()",
    "fills memory": "a = []\n    while True: a.append(bytearray(1 << 20))",
    "fills memory with a map": "import mmap; a = [mmap.mmap(-1, 1 << 28) for _ in range(99)]; [m.write(b'x' * (1 << 28)) for m in a]",
    "fills memory with an array": "return np.ones((1 << 17, 1 << 17))",
    "fills memory in threads": "import threading\n    def eat():\n        a = []\n        while True: a.append(bytearray(1 << 20))\n"
    "    [threading.Thread(target=eat).start() for _ in range(3)]\n    while True: pass",
    "fills scratch": "import time\n    for i in range(99): open(f'a{i}', 'wb').write(bytes(1 << 20))\n    time.sleep(60)",
    "fills scratch with names": "import time\n    for i in range(9999): open(f'a{i}', 'w').close()\n    time.sleep(60)",
    "writes a huge file": "open('a', 'wb').write(bytes(1 << 25))",
    "prints 300 MB": "print('x' * 300_000_000); raise ValueError",
    "prints for ever": "while True: print('x' * 10_000)",
    "returns a giant": "return np.zeros(40_000_000)",
    "returns a deep list": "a = []\n    for _ in range(100_000): a = [a]\n    return a",
    "returns itself": "a = []; a.append(a); return a",
    "returns a million items": "return list(range(1_000_000))",
    "returns a huge number": "return [10 ** 100_000] * 3",
    "has a giant exception": "raise ValueError('x' * 100_000_000)",
    "has an exception without words": "class E(Exception):\n        def __str__(self): raise ValueError\n    raise E",
    "has a long traceback": "def f(n):\n        if n: f(n - 1)\n        raise ValueError\n    f(900)",
    "draws 5,000 figures": "import matplotlib.pyplot as plt\n    for _ in range(5000): plt.figure()\n    raise ValueError",
    "starts a process": "import subprocess; subprocess.run(['sleep', '9']); return 2 * np.asarray(x)",
    "forks": "import os\n    if os.fork() == 0:\n        while True: pass\n    return 2 * np.asarray(x)",
    "forks by the C library": "import ctypes\n    if ctypes.CDLL(None).fork() < 0: raise OSError\n    return 2 * np.asarray(x)",
    "replaces its program": "import os; os.execv('/bin/true', ['true'])",
    "opens a socket": "import socket; socket.create_connection(('127.0.0.1', 9)); return 2 * np.asarray(x)",
    "listens": "import socket; socket.socket().listen(); return 2 * np.asarray(x)",
    "kills its parent": "import os; os.kill(os.getppid(), 9)",
    "kills its group": "import os; os.killpg(0, 9)",
    "signals everybody": "import os; os.kill(-1, 15)",
    "traces its parent": "import ctypes, os\n    if ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) < 0: raise PermissionError",
    "reads its parent's memory": "import os; open(f'/proc/{os.getppid()}/mem', 'rb').read(1)",
    "reads its parent's environment": "import os; open(f'/proc/{os.getppid()}/environ').read()",
    "reads the password file": "open('/etc/passwd').read(); return 2 * np.asarray(x)",
    "lists the root": "import os; os.listdir('/'); return 2 * np.asarray(x)",
    "lists the temporary folder": "import os; os.listdir(os.path.dirname(os.path.dirname(os.getcwd()))); return 2 * np.asarray(x)",
    "writes beside its scratch": "open('../mine', 'w').write('x'); return 2 * np.asarray(x)",
    "writes to the shared memory folder": "open('/dev/shm/mine', 'w').write('x'); return 2 * np.asarray(x)",
    "leaves by a link": "import os; os.symlink('/etc/passwd', 'l'); open('l').read(); return 2 * np.asarray(x)",
    "raises its limits": "import resource as r; r.setrlimit(r.RLIMIT_AS, (-1, -1)); return 2 * np.asarray(x)",
    "makes memory files": "import os; os.memfd_create('m'); return 2 * np.asarray(x)",
    "uses shared memory": "from multiprocessing import shared_memory as s; s.SharedMemory(create=True, size=9); return 2 * np.asarray(x)",
    "makes a user namespace": "import ctypes\n    if ctypes.CDLL(None).unshare(0x10000000) < 0: raise PermissionError\n    return 2 * np.asarray(x)",
    "closes its wire": "import os; os.closerange(3, 99); return 2 * np.asarray(x)",
    "writes noise into its wire": "import os; os.write(3, b'noise' * 999); return 2 * np.asarray(x)",
    "sends half a frame and waits": "import os, time; os.write(3, b'P\\x00'); time.sleep(60)",
    "sends an endless frame": "import os\n    os.write(3, b'P\\xff\\xff\\xff\\xff')\n    while True: os.write(3, bytes(1 << 20))",
    "sends many small frames": "import os\n    while True: os.write(3, b'P\\x00\\x00\\x00\\x00')",
    "claims to be the examiner": "import os; os.write(3, b'C\\x00\\x00\\x00\\x08' + bytes(8)); return x",
}


@pytest.mark.parametrize("body", HURTS.values(), ids=HURTS)
def test_a_hurtful_answer_has_a_verdict_and_its_neighbours_keep_their_points(results, body):
    began = time.monotonic()
    found = results({"double": f"def double(x):\n    {body}\n"})
    assert found["double"].score == 0.0 and found["double"].reason
    assert found["double"].verdict in (Verdict.RAISED, Verdict.TIMEOUT, Verdict.CRASHED, Verdict.FAILED)
    assert found["apply"].score == 1.0 and found["quadruple"].score == 2.0
    assert time.monotonic() - began < 60  # far above what the limits allow: a hang, not a slow machine


CELLS = {
    "a thread that outlives its cell": "import threading, time\nthreading.Thread(target=time.sleep, args=(9,)).start()",
    "a thread that outlives everything": "import threading\ndef spin():\n    while True: pass\nthreading.Thread(target=spin, daemon=True).start()",
    "an exit handler that hangs": "import atexit, time\natexit.register(time.sleep, 99)",
    "an ignored signal": "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)",
    "another home": "import os\nos.environ['HOME'] = '/'\nos.chdir('/usr/lib')",
    "no modules": "import sys\nsys.modules.clear()",
    "no built-ins": "import builtins\nfor name in ('print', 'len', 'open', 'isinstance'):\n    delattr(builtins, name)",
    "a giant repr": "class R:\n    def __repr__(self): return 'x' * 10**8\nR()",
    "a giant traceback": "def f(n):\n    if n: f(n - 1)\n    raise ValueError('x' * 10**6)\nf(500)",
    "5,000 pictures": "import matplotlib.pyplot as plt\nfor _ in range(300):\n    plt.figure(); plt.plot([1])\nplt.show()",
    "300 MB of print": "for _ in range(300): print('x' * 10**6)",
    "a broken formatter": "get_ipython().display_formatter = None",
    "a broken display hook": "import sys\nsys.displayhook = None\n1",
    "closed streams": "import sys\nsys.stdout.close(); sys.stderr.close(); sys.stdout = None",
    "a bell on every call": "import sys\nsys.setprofile(lambda *a: None); sys.settrace(lambda *a: None)",
    "half a cell": "def broken(",
    "bytes of zero": "x = '\0'",
    "a lone surrogate": "print('\\ud800')",
}


@pytest.mark.parametrize("text", CELLS.values(), ids=CELLS)
def test_a_hurtful_helper_cell_costs_at_most_its_own_submission(results, text):
    hurt = results(helpers=[text])  # after all answers: what was judged before stays judged
    assert {name: result.score for name, result in hurt.items()} == {
        "double": 3.0,
        "quadruple": 2.0,
        "apply": 1.0,
        "explain_double": 0.0,
    }
    assert results()["double"].score == 3.0


FORGERIES = {
    "patched assert helpers": "import numpy.testing as t\nfor n in dir(t):\n    if n.startswith('assert'): setattr(t, n, lambda *a, **k: None)",
    "patched closeness": "np.allclose = np.isclose = np.array_equal = np.testing.assert_allclose = lambda *a, **k: True",
    "patched checks": "from autograder.classroom import checks\nfor n in dir(checks):\n    if not n.startswith('_'): setattr(checks, n, lambda *a, **k: None)",
    "patched built-ins": "import builtins\nbuiltins.AssertionError = builtins.isinstance = builtins.abs = lambda *a: True",
    "dropped assertions": "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\n"
    "get_ipython().ast_transformers.append(Drop())",
    "an input transformer": "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])",
    "a custom exception handler": "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)",
    "a patched shell": "type(get_ipython()).run_cell = lambda *a, **k: None",
    "replaced modules": "import sys, types\nfor n in ('numpy', 'solutions', 'autograder.classroom.checks'):\n    sys.modules[n] = types.ModuleType(n)",
    "a forged output": "print('double: 3 of 3')\nfrom IPython.display import display\ndisplay({'text/plain': '3.0'}, raw=True)",
    "a forged file": "import json\nfor n in ('record.json', 'gradebook.db', '.course-secret', 'exercises.ipynb'):\n    open(n, 'w').write(json.dumps({'score': 9}))",
    "a patched wire": "import gc\nfor o in gc.get_objects():\n    if type(o).__name__ == 'module' and getattr(o, '__name__', '').startswith('autograder.'):\n"
    "        for n in list(vars(o)):\n            if n in ('encode', 'decode'): setattr(o, n, lambda *a, **k: b'')",
    "a patched candidate": "import gc\nfor o in gc.get_objects():\n    if type(o).__name__ == 'Candidate': o.answer = lambda *a: None",
    "a search of the stack": "import sys\nf = sys._getframe()\nwhile f:\n    for n in ('expected', 'want', 'secret_values'):\n        if n in f.f_locals: double = lambda x: f.f_locals[n]\n    f = f.f_back",
}


@pytest.mark.parametrize("text", FORGERIES.values(), ids=FORGERIES)
def test_a_forgery_gains_nothing(results, text):
    found = results({"double": f"def double(x):\n    return np.asarray(x)\n{text}"})
    assert found["double"].score == 0.0, found["double"]


RETURNS = {
    "equals everything": "class Y:\n    def __eq__(self, o): return True\n    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__\n    __hash__ = None",
    "is an array of anything": "class Y:\n    shape = (3,); ndim = 1; dtype = np.dtype(float)\n    def __array__(self, *a, **k): return np.array([2.0, -5.0, 6.0])",
    "answers every function": "class Y:\n    def __array_ufunc__(self, *a, **k): return np.True_\n    def __array_function__(self, *a, **k): return np.True_",
    "is any number": "class Y:\n    def __float__(self): return 2.0\n    __int__ = __index__ = __complex__ = __float__\n    def __bool__(self): return True",
    "lies about its class": "class Y:\n    @property\n    def __class__(self): return np.ndarray",
    "answers every name": "class Y:\n    def __getattr__(self, n): return lambda *a, **k: True\n    def __iter__(self): return iter([2.0, -5.0, 6.0])",
    "is an array that equals everything": "class A(np.ndarray):\n    def __eq__(self, o): return np.ones(self.shape, bool)\n    __ne__ = None\n"
    "def Y(): return np.zeros(3).view(A)",
    "is a list that equals everything": "class A(list):\n    def __eq__(self, o): return True\ndef Y(): return A([0, 0, 0])",
    "is a float that equals everything": "class A(float):\n    def __eq__(self, o): return True\n    def __sub__(self, o): return 0.0\ndef Y(): return [A(0)] * 3",
    "is a generator that never ends": "import itertools\ndef Y(): return itertools.repeat(2.0)",
    "is a mask": "def Y(): return np.ma.masked_all(3)",
    "is not a number": "def Y(): return np.full(3, np.nan)",
    "is an array of objects": "class O:\n    def __eq__(self, o): return True\ndef Y(): return np.array([O(), O(), O()], dtype=object)",
}


@pytest.mark.parametrize("text", RETURNS.values(), ids=RETURNS)
def test_an_object_that_pretends_gains_nothing(results, text):
    found = results({"double": f"{text}\ndef double(x):\n    return Y()"})
    assert found["double"].score == 0.0, found["double"]


STALE = {
    "right on the first call only": "calls = []\ndef double(x):\n    calls.append(1)\n    return 2 * np.asarray(x) if len(calls) == 1 else x",
    "right for the visible input only": "def double(x):\n    return np.array([2.0, -5.0, 6.0])",
    "an alias that is changed later": "kept = np.zeros(3)\ndef double(x):\n    x = np.asarray(x)\n    global kept\n    if x.shape == (3,):\n"
    "        kept[:] = 2 * x; return kept\n    kept[:] = 9; return kept",
    "right where it is not judged": "import sys\ndef double(x):\n    return 2 * np.asarray(x) if 'ipykernel' in sys.modules else x",
    "cleverness with warnings": "import warnings\ndef double(x):\n    for _ in range(99): warnings.warn('x' * 999, RuntimeWarning)\n    return x",
    "a generator in place of numbers": "def double(x):\n    return (2 * v for v in x)",
}


@pytest.mark.parametrize("text", STALE.values(), ids=STALE)
def test_an_answer_that_is_right_only_now_and_then_gains_nothing(results, text):
    assert results({"double": text})["double"].score == 0.0


NOISE = {
    "warnings": "import warnings\ndef double(x):\n    warnings.warn('careful')\n    return 2 * np.asarray(x)",
    "prints": "def double(x):\n    print(x)\n    return 2 * np.asarray(x)",
    "standard error": "import sys\ndef double(x):\n    print('x', file=sys.stderr)\n    return 2 * np.asarray(x)",
    "a log": "import logging\ndef double(x):\n    logging.warning('x')\n    return 2 * np.asarray(x)",
    "output past Python": "import os\ndef double(x):\n    os.write(1, b'x'); os.write(2, b'x')\n    return 2 * np.asarray(x)",
    "other imports": "import math, json, collections, scipy.linalg\n" + DOUBLE,
    "its own numpy": "import numpy as np, numpy as xp\ndef double(x):\n    return xp.add(x, x)",
    "a lambda": "double = lambda x: 2 * np.asarray(x)",
    "a callable object": "class D:\n    def __call__(self, x): return 2 * np.asarray(x)\ndouble = D()",
    "a decorated function": "import functools\n@functools.lru_cache\ndef two(): return 2\ndef double(x):\n    return two() * np.asarray(x)",
    "a list": "def double(x):\n    return (2 * np.asarray(x)).tolist()",
    "a tuple": "def double(x):\n    return tuple((2 * np.asarray(x)).tolist())",
    "extended precision": "def double(x):\n    return 2 * np.asarray(x, dtype=np.float64)[...]",
    "a matrix order": "def double(x):\n    return np.asfortranarray(2 * np.asarray(x))",
    "a slow second": "import time\ndef double(x):\n    time.sleep(0.2)\n    return 2 * np.asarray(x)",
    "a file of its own": "def double(x):\n    np.save('mine.npy', x)\n    return 2 * np.load('mine.npy')",
    "a thread of its own": "import threading\ndef double(x):\n    out = []\n    t = threading.Thread(target=lambda: out.append(2 * np.asarray(x)))\n"
    "    t.start(); t.join()\n    return out[0]",
    "a changed print option": "np.set_printoptions(precision=1)\n" + DOUBLE,
    "floating-point errors of its own": "def double(x):\n    np.float64(1) / np.float64(0)\n    return 2 * np.asarray(x)",
    "a plot": "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\n" + DOUBLE,
    "magics": "%matplotlib inline\n%time 1 + 1\n" + DOUBLE,
    "a star import": "from numpy import *\n" + DOUBLE,
}


@pytest.mark.parametrize("text", NOISE.values(), ids=NOISE)
def test_right_work_never_loses_a_point_for_noise(results, text):
    found = results({"double": text})
    assert (found["double"].score, found["quadruple"].score, found["apply"].score) == (3.0, 2.0, 1.0), found


def test_nothing_survives_a_run(graded, small_engine):
    me = psutil.Process()
    before = {child.pid for child in me.children(recursive=True)}
    graded(
        {
            "double": "def double(x):\n    import threading, time\n    threading.Thread(target=time.sleep, args=(99,)).start()\n"
            "    open('left', 'w').write('over')\n    while True: pass"
        }
    )
    assert {child.pid for child in me.children(recursive=True)} <= before
    assert list(small_engine.processes[0].scratches.iterdir()) == []
    assert not Path("/dev/shm/mine").exists() and "HOME" in os.environ
