"""Whatever bytes a stranger sends or hands in, the readers give data or say that it is none, within bounds."""

from __future__ import annotations

import json
import struct
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder import wire, words
from autograder.limits import Limits
from autograder.notebook import BadNotebook, Role, Source, StudentCell, read_submission
from autograder.rebuild import Origin, rebuild

FUZZ = settings(
    max_examples=200,
    deadline=None,
    database=None,
    derandomize=True,  # the same examples every time: what fails here fails for everybody
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
ROOM = 4 << 20  #: what a message may cost beside its own length: a generator, the reader, the interpreter's caches
TIMES = 40  #: Python's objects take many times the room of the JSON that they are read from

# -- values that may cross

numbers = st.integers(-(10**30), 10**30) | st.floats() | st.booleans() | st.none()
ends = st.none() | st.integers(-(10**20), 10**20)
atoms = (
    numbers
    | st.text()
    | st.binary(max_size=40)
    | st.complex_numbers()
    | st.builds(slice, ends, ends, ends)
    | st.builds(range, st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 9))
)
letters = st.characters(codec="utf-8", exclude_characters="\0")  # a text array can't end with a NUL
arrays = npst.arrays(
    st.sampled_from(sorted(wire.DTYPES)).map(np.dtype),
    npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
    elements={"allow_subnormal": False},
)
keys = st.integers() | st.text() | st.tuples(st.integers(), st.text())
values = st.recursive(
    atoms
    | arrays
    | npst.arrays(
        st.just(np.dtype("<U3")), npst.array_shapes(min_side=0, max_side=3), elements=st.text(letters, max_size=3)
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(keys, inner, max_size=4)
        | st.sets(keys, max_size=4)
        | st.frozensets(keys, max_size=4)
    ),
    max_leaves=12,
)


def same(one: Any, other: Any) -> bool:
    """Equal in type and content, where NaN is NaN and zero has a sign."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray) and one.dtype.kind == "U":  # a text array is as wide as its longest text
        return one.shape == other.shape and one.tolist() == other.tolist()
    if isinstance(one, (np.ndarray, np.generic)):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    return repr(one) == repr(other) if isinstance(one, float) else one == other


@FUZZ
@given(values)
def test_data_arrives_as_it_was_sent(value):
    assert same(wire.decode(wire.encode(value)), value)


@FUZZ
@given(st.text(st.characters(codec=None, categories=["Cs", "Lu", "So"])))
def test_half_characters_arrive_as_text_that_a_file_can_hold(text):
    wire.decode(wire.encode({"text": text}))["text"].encode()


# -- bytes that a stranger writes


def frame(tree: Any, *blocks: bytes) -> bytes:
    text = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return struct.pack(f">{2 + len(blocks)}I", len(text), len(blocks), *map(len, blocks)) + text + b"".join(blocks)


def read(body: bytes) -> Any:
    """Decode within bounds on memory; the value, or None where the message was refused."""
    tracemalloc.start()
    try:
        return wire.decode(body, lambda reference: reference)
    except wire.WireError:
        return None
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak <= ROOM + TIMES * len(body), f"{peak} bytes for a message of {len(body)}"


def trees(depth: int = 3) -> st.SearchStrategy[Any]:
    """JSON in the form of messages, with anything at all in any place."""
    leaf = (
        st.none()
        | st.booleans()
        | st.integers(-2, 1 << 70)
        | st.floats()
        | st.text(max_size=5)
        | st.sampled_from(["0x1p0", "nan", "PCG64", "MT19937", "bit_generator", "state", "<f8", "|b1", "\ud800"])
        | st.lists(st.integers(-1, 4), max_size=3)
    )
    if not depth:
        return leaf
    inner = trees(depth - 1)
    part = inner | st.lists(inner, max_size=3) | st.lists(st.lists(inner, min_size=2, max_size=2), max_size=2)
    more = st.dictionaries(st.sampled_from(["dtype", "shape", "scalar", "type", "callable"]), leaf)
    return leaf | st.builds(
        lambda tag, content, rest: {tag: content, **rest}, st.sampled_from(sorted(wire._READERS)), part, more
    )


@FUZZ
@given(st.binary(max_size=300))
def test_random_bytes_are_data_or_refused(body):
    read(body)


@FUZZ
@given(trees(), st.lists(st.binary(max_size=40), max_size=3))
def test_random_trees_are_data_or_refused(tree, blocks):
    read(frame(tree, *blocks))


@FUZZ
@given(values, st.data())
def test_damaged_messages_are_data_or_refused(value, data):
    body = bytearray(wire.encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(len(body) - 1, 0)))
        length = data.draw(st.integers(0, 4))
        body[place : place + length] = data.draw(st.binary(max_size=6))
    read(bytes(body))


@pytest.mark.filterwarnings("ignore")  # NumPy warns of numbers that it has to cut
@FUZZ
@given(
    st.sampled_from(wire.GENERATORS),
    st.sampled_from(["pos", "buffer_pos", "has_uint32", "uinteger", "key", "state"]),
    st.integers(-1 << 70, 1 << 70) | atoms | arrays,
)
@example("MT19937", "pos", 10**9)
@example("MT19937", "pos", -1)
@example("Philox", "buffer_pos", -(10**8))
def test_a_generator_with_any_state_draws_or_is_refused(name, place, value):
    state = dict(np.random.Generator(getattr(np.random, name)(1)).bit_generator.state)
    state["state"] = dict(state["state"])
    (state["state"] if place in state["state"] else state)[place] = value
    writer = wire._Writer(None)
    tree = {"rng": writer.write(state)}
    generator = read(frame(tree, *writer.blocks))
    if generator is not None:
        assert generator.bit_generator.state["bit_generator"] == name
        if name in ("MT19937", "Philox"):  # NumPy reads its buffer at this place without a look
            found = generator.bit_generator.state
            assert 0 <= found.get("buffer_pos", found["state"].get("pos", 0)) <= (624 if name == "MT19937" else 4)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(frame({"l": [{"b": 0}] * 300}, b"x" * (1 << 20)), id="one block named 300 times"),
        pytest.param(
            frame({"l": [{"a": 0, "dtype": "|u1", "shape": [1 << 20]}] * 300}, b"x" * (1 << 20)),
            id="one array 300 times",
        ),
        pytest.param(
            frame({"set": [{"i": str(n * ((1 << 61) - 1))} for n in range(20_000)]}), id="members of equal hash"
        ),
        pytest.param(
            frame({"d": [[{"i": str(n * ((1 << 61) - 1))}, None] for n in range(20_000)]}), id="keys of equal hash"
        ),
        pytest.param(
            frame(
                {
                    "rng": {
                        "d": [
                            ["bit_generator", "PCG64"],
                            ["state", {"h": 3}],
                            ["has_uint32", {"i": "0"}],
                            ["uinteger", {"i": "0"}],
                        ]
                    }
                }
            ),
            id="a generator whose state is a handle",
        ),
        pytest.param(frame(b'{"l":[' + b",".join([b'"ab"'] * 4_000_000) + b"]}"), id="20 MB of bare texts"),
        pytest.param(frame(b"[" * 100_000), id="nested without end"),
    ],
)
def test_what_would_cost_memory_or_time_is_refused(body):
    assert read(body) is None


@pytest.mark.parametrize("tree", ["\ud800", {"d": [["\ud800", None]]}, {"text": ["\ud800"], "shape": []}])
def test_half_a_character_that_json_can_spell_never_comes_through(tree):
    str(read(frame(tree))).encode()


def test_the_state_of_a_generator_is_never_asked_from_an_object():
    class Asked:
        def __getitem__(self, key):
            raise AssertionError("the reader used an object of the other side")

    with pytest.raises(wire.WireError):
        wire.decode(
            frame({"rng": {"d": [["bit_generator", "PCG64"], ["state", {"h": 3}]]}}),
            lambda reference: Asked(),
        )


# -- outputs that a candidate reports

outputs = st.fixed_dictionaries(
    {"output_type": st.sampled_from([*words.OUTPUT_KEYS, "", "other"]) | atoms | arrays},
    optional={
        key: values for key in ("name", "text", "data", "metadata", "execution_count", "ename", "evalue", "traceback")
    },
)
likely = st.fixed_dictionaries(
    {
        "output_type": st.sampled_from(["display_data", "stream"]),
        "name": st.just("stdout") | arrays,
        "text": st.text() | arrays,
        "data": st.dictionaries(st.sampled_from(words.KEPT_TYPES) | keys, st.text() | arrays),
        "metadata": st.just({}) | arrays,
    }
).map(lambda item: {key: item[key] for key in ("output_type", *words.OUTPUT_KEYS[item["output_type"]])})


@FUZZ
@given(st.lists(outputs | likely | values, max_size=4) | values)
@example([{"output_type": []}])
@example([{"output_type": "stream", "name": np.zeros(2), "text": "x"}])
@example([{"output_type": "display_data", "data": {}, "metadata": np.zeros(2)}])
def test_reported_outputs_are_kept_in_the_notebook_format_or_dropped(reported):
    for output in words.clean_outputs(reported, Limits()):
        json.dumps(output)


# -- notebooks that are handed in


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("submission") / "exercises.ipynb"


def cells_of(path: Path, data: bytes) -> list[StudentCell] | None:
    path.write_bytes(data)
    try:
        cells = read_submission(path, 1, 512)
    except BadNotebook as error:
        assert "\n" not in str(error)
        return None
    for cell in cells:
        assert type(cell) is StudentCell and type(cell.kind) is str
        cell.text.encode()
    return cells


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("\ud800"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=5)
            | st.sampled_from(
                ["cells", "source", "cell_type", "metadata", "nbgrader", "id", "grade_id", "worksheets", "outputs"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@FUZZ
@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf{}")
@example(b'{"cells": [], "x": 1' + b"0" * 5000 + b"}")
@example(b"[" * 100_000)
@example(b'{"cells": ' + b"[" * 5000 + b"]" * 5000 + b"}")
def test_a_file_of_random_bytes_is_a_notebook_or_not(path, data):
    cells_of(path, data)


@FUZZ
@given(anything)
def test_a_file_of_random_json_is_a_notebook_or_not(path, tree):
    cells_of(path, json.dumps(tree).encode())
    cells_of(path, json.dumps({"cells": tree if isinstance(tree, list) else [tree], "nbformat": 4}).encode())


SAMPLE = Path(__file__).parents[1] / "submissions" / "01-neurons" / "perfect" / "exercises.ipynb"


@FUZZ
@given(st.data())
def test_a_damaged_notebook_is_a_notebook_or_not(path, data):
    text = bytearray(SAMPLE.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(text)))
        text[place : place + data.draw(st.integers(0, 300))] = data.draw(
            st.binary(max_size=20) | st.sampled_from([b"[", b"{", b'"', b"null", b"\\ud800", b"NaN", b"1e999"])
        )
    cells_of(path, bytes(text))


@FUZZ
@given(
    anything,
    st.sampled_from(["source", "cell_type", "metadata", "id", "nbgrader", "grade_id", "outputs"]),
    st.integers(0, 10),
)
def test_a_notebook_with_a_wrong_type_anywhere_is_read(path, value, key, number):
    tree = json.loads(SAMPLE.read_text(encoding="utf-8"))
    cell = tree["cells"][number]
    if key in ("nbgrader", "grade_id"):
        cell = cell["metadata"]
    if key == "grade_id":
        cell = cell.setdefault("nbgrader", {})
    cell[key] = value
    cells = cells_of(path, json.dumps(tree).encode())
    assert cells is None or len(cells) >= len(tree["cells"]) - 1


# -- the rebuilt notebook

ids = [
    "setup_imports",
    "double",
    "test_double",
    "quadruple",
    "test_quadruple",
    "apply",
    "explain_double",
    "hints_double",
]
names = st.sampled_from(["", *ids]) | st.text(max_size=4)
cell_lists = st.lists(
    st.builds(StudentCell, names, names, st.sampled_from(["code", "markdown", "raw", "?"]), st.text(max_size=20)),
    max_size=25,
)


@FUZZ
@given(cells=cell_lists)
def test_whatever_cells_come_the_source_keeps_its_cells_and_their_order(small_source: Source, cells: list[StudentCell]):
    rebuilt = rebuild(small_source, cells)
    assert [cell.index for cell in rebuilt.cells if cell.index is not None] == list(range(len(small_source.cells)))
    handed_in = {cell.text for cell in cells}
    for cell in rebuilt.cells:
        if cell.origin is Origin.SOURCE:
            original = small_source.cells[cell.index]
            assert (cell.text, cell.kind) == (original.text, original.kind)
            assert original.role not in (Role.ANSWER, Role.ESSAY)
        else:
            assert cell.text in handed_in or cell.index in rebuilt.missing
            assert cell.origin is Origin.ANSWER or cell.kind == "code"
