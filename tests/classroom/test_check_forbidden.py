"""Forbidden names: who is refused, who is let through, and that nothing is left behind."""

import functools
import sys
import types

import numpy as np
import pytest

from autograder.classroom import checks
from autograder.classroom.checks import Forbidden, forbidden


class Notebook:
    """A namespace in which code runs as notebook code does."""

    def __init__(self, monkeypatch) -> None:
        module = types.ModuleType("__main__")
        monkeypatch.setitem(sys.modules, "__main__", module)
        self.names = vars(module)

    def run(self, code: str):
        exec(compile(code, "<cell>", "exec"), self.names)
        return self.names.get("result")


@pytest.fixture
def notebook(monkeypatch):
    yield Notebook(monkeypatch)
    checks.allow()


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Make a package `shelf` of a module `tools` that can be imported, and is not yet."""
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "__init__.py").write_text("")
    (tmp_path / "shelf" / "tools.py").write_text(
        "def smooth(x): return x\nclass Filter: pass\nclass Odd(ValueError): pass\n_private = smooth\nSIZE = 3\n"
    )
    (tmp_path / "shelf" / "front.py").write_text("from shelf.tools import smooth\n")
    (tmp_path / "shelf" / "user.py").write_text("from shelf import tools\ndef indirect(x): return tools.smooth(x)\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "shelf"]:
        del sys.modules[name]


CALLS = [
    "import numpy as np\nresult = np.convolve([1, 2], [1, 1])",
    "import numpy\nf = numpy.convolve\nresult = f([1, 2], [1, 1])",
    "from numpy import convolve\nresult = convolve([1, 2], [1, 1])",
    "import numpy as np\nresult = list(map(np.convolve, [[1, 2]], [[1, 1]]))",
    "import numpy as np\nresult = np.apply_along_axis(np.convolve, 0, [1, 2], [1, 1])",
    "import numpy as np, functools\nresult = functools.partial(np.convolve, [1, 1])([1, 2])",
    "import numpy as np\nresult = np.convolve.__call__([1, 2], [1, 1])",
    "import numpy as np\ndef f(g=np.convolve): return g([1, 2], [1, 1])\nresult = f()",
]


@pytest.mark.parametrize("code", CALLS)
def test_notebook_code_is_refused(notebook, code):
    notebook.run(code)
    checks.forbid("numpy.convolve")
    with pytest.raises(Forbidden, match="`numpy.convolve` may not be used in this exercise. Write it yourself"):
        notebook.run(code)
    checks.allow()
    notebook.run(code)


def test_a_name_imported_before_is_refused_too_and_comes_back(notebook):
    original = np.convolve
    notebook.run("from numpy import convolve as fold")
    checks.forbid("numpy.convolve")
    with pytest.raises(Forbidden):
        notebook.run("fold([1], [1])")
    checks.allow()
    assert notebook.names["fold"] is original is np.convolve


def test_the_author_says_what_to_do_instead(notebook):
    checks.forbid("numpy.convolve", instead="Slide the window yourself.")
    with pytest.raises(Forbidden, match=r"exercise\. Slide the window yourself\.$"):
        notebook.run(CALLS[0])


def test_methods_of_a_forbidden_ufunc_are_refused(notebook):
    checks.forbid("numpy.maximum")
    for code in ("np.maximum([1], [2])", "np.maximum.reduce([1, 2])", "np.maximum.accumulate([1, 2])"):
        with pytest.raises(Forbidden):
            notebook.run("import numpy as np\n" + code)


def test_libraries_and_references_are_let_through(notebook):
    checks.forbid("numpy.convolve")
    assert np.convolve([1, 2], [1, 1]).tolist() == [1, 3, 2]  # called here, in a module
    assert functools.partial(np.convolve, [1, 1])([1, 2]).tolist() == [1, 3, 2]
    notebook.run("import numpy as np\nresult = np.poly1d([1, 2]) * np.poly1d([1, 1])")


def test_names_are_lifted_one_by_one(notebook):
    checks.forbid("numpy.convolve", "numpy.correlate")
    checks.allow("numpy.convolve")
    notebook.run("import numpy as np\nnp.convolve([1], [1])")
    with pytest.raises(Forbidden):
        notebook.run("np.correlate([1], [1])")


def test_with_forbids_and_allows_for_a_while(notebook):
    notebook.run("import numpy as np")
    with checks.forbid("numpy.convolve", instead="No."):
        with checks.allow("numpy.convolve"):
            notebook.run("np.convolve([1], [1])")
        with pytest.raises(Forbidden, match="No."):
            notebook.run("np.convolve([1], [1])")
    notebook.run("np.convolve([1], [1])")


def test_a_guard_kept_by_the_notebook_lets_through_after_it_is_lifted(notebook):
    checks.forbid("numpy.convolve")
    notebook.run("import numpy as np\nkept = [np.convolve]")
    checks.allow()
    assert notebook.run("result = kept[0]([1], [1])").tolist() == [1]


def test_a_set_up_cell_that_is_edited_and_run_again_holds(notebook):
    checks.forbid("numpy.convolve", instead="First.")
    checks.forbid("numpy.convolve", instead="Second.")
    with pytest.raises(Forbidden, match="Second."):
        notebook.run(CALLS[0])


def test_forbidding_again_and_again_changes_nothing_more(notebook):
    original = np.convolve
    for _ in range(3):
        checks.forbid("numpy.convolve")
    checks.allow("numpy.convolve")
    assert np.convolve is original
    assert not forbidden._rules and not forbidden._replaced and forbidden._watcher not in sys.meta_path


@pytest.mark.parametrize("first", ["forbid", "import"])
@pytest.mark.parametrize(
    "use",
    [
        "from shelf.tools import smooth\nsmooth(1)",
        "import shelf.tools\nshelf.tools.smooth(1)",
        "import shelf.tools as t\nt.smooth(1)",
        "import shelf.tools as t\nt.Filter()",
        "import importlib\nimportlib.import_module('shelf.tools').smooth(1)",
    ],
)
@pytest.mark.parametrize("name", ["shelf.tools", "shelf"])
def test_a_module_is_forbidden_whether_imported_or_not(notebook, package, name, use, first):
    if first == "import":
        notebook.run("import shelf.tools")
    checks.forbid(name)
    with pytest.raises(Forbidden, match=f"`{name}` may not"):
        notebook.run(use)
    checks.allow()
    notebook.run(use)


def test_a_function_of_a_module_that_is_imported_later(notebook, package):
    checks.forbid("shelf.tools.smooth")
    notebook.run("import shelf.tools as t\nt.Filter()")
    with pytest.raises(Forbidden):
        notebook.run("t.smooth(1)")


def test_a_function_under_two_names_is_forbidden_as_often_as_is_said(notebook, package):
    for _ in range(2):
        checks.forbid("shelf")
        for module in ("tools", "front"):
            with pytest.raises(Forbidden):
                notebook.run(f"import shelf.{module}\nshelf.{module}.smooth(1)")
        checks.allow()
        notebook.run("shelf.tools.smooth(1)\nshelf.front.smooth(1)")


def test_what_two_rules_forbid_stays_forbidden_by_the_other(notebook):
    checks.forbid("numpy.convolve", "numpy")
    checks.allow("numpy.convolve")
    with pytest.raises(Forbidden, match="`numpy` may not"):
        notebook.run(CALLS[0])


def test_a_forbidden_function_can_be_copied(notebook):
    checks.forbid("numpy.convolve")
    with pytest.raises(Forbidden):
        notebook.run("import copy, numpy as np\ncopy.copy(np.convolve)([1], [1])")


def test_libraries_still_work_with_a_forbidden_module(notebook, package):
    checks.forbid("shelf.tools")
    notebook.run("import shelf.user\nresult = shelf.user.indirect(5)")
    assert notebook.names["result"] == 5
    tools = sys.modules["shelf.tools"]
    assert tools.SIZE == 3 and issubclass(tools.Odd, ValueError)
    assert isinstance(tools.Filter(), tools.Filter) and issubclass(tools.Filter, tools.Filter)
    assert issubclass(types.new_class("Mine", (tools.Filter,)), tools.Filter.original)


def test_a_module_that_was_never_imported_stays_so(notebook, package):
    checks.forbid("shelf.tools", "shelf.tools.smooth")
    assert "shelf" not in sys.modules


def test_a_slip_in_a_name_is_an_error(notebook, package):
    for name in ("numpy.convolv", "numpy.fast", ""):
        with pytest.raises(ValueError, match="to forbid"):
            checks.forbid(name) if name else checks.forbid()
    checks.forbid("not_installed.anything", "numpy.linalg", "shelf")


def test_beside_the_judge_nothing_is_forbidden_but_the_words_are_known(notebook):
    checks.judge_with(checks.Judge((), (), lambda function: (0.0, 0.0)))
    try:
        with checks.forbid("numpy.convolve", instead="Slide it."):
            notebook.run(CALLS[0])
        checks.allow()
    finally:
        checks.judge_with(None)
    refusal = "`numpy.convolve` may not be used in this exercise. Slide it."
    assert checks.known_refusal(refusal) == refusal
    assert checks.known_refusal(refusal + " 8.76") is None
