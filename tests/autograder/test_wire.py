"""Only plain data crosses the wire, exactly, and nothing malformed is taken."""

import json
import math
import struct

import numpy as np
import pytest

from autograder import wire


def roundtrip(value):
    return wire.decode(wire.encode(value))


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -7,
        10**17 - 1,
        1 - 10**17,
        10**17,
        -(10**17),
        10**40,
        1.5,
        -0.0,
        math.inf,
        1e-320,
        2 - 3j,
        "",
        "naïve ✓",
        b"\x00\xff",
        [],
        [1, [2.0, None]],
        (),
        (1, ("a",)),
        {},
        {"a": 1, "": {"b": [2]}},
        {"a": 1, 2: (3,), None: []},
        {"model": 1, "b": 2},
        {"naïve": 1},
        {1, 2},
        frozenset({"a"}),
        slice(1, None, 2),
        range(3, 9, 2),
    ],
)
def test_plain_values_arrive_as_they_were_sent(value):
    arrived = roundtrip(value)
    assert arrived == value and type(arrived) is type(value)


def test_nan_and_the_sign_of_zero_survive():
    assert math.isnan(roundtrip(math.nan))
    assert math.copysign(1, roundtrip(-0.0)) == -1


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint16", "int64", "float16", "float32", "float64", "complex64"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 0, 4), (1, 2, 3)])
def test_arrays_keep_dtype_and_shape(dtype, shape):
    array = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    arrived = roundtrip(array)
    assert type(arrived) is np.ndarray and arrived.dtype == array.dtype and arrived.shape == shape
    assert np.array_equal(arrived, array) and arrived.flags.writeable


def test_views_and_other_byte_orders_arrive_as_ordinary_arrays():
    array = np.arange(12.0).reshape(3, 4).T[::2]
    assert np.array_equal(roundtrip(array), array)
    assert np.array_equal(roundtrip(array.astype(">f8")), array)


def test_numpy_scalars_stay_scalars():
    assert type(roundtrip(np.float32(0.1))) is np.float32
    assert roundtrip(np.int64(-3)) == -3


def test_subclasses_lose_their_behaviour():
    class Everything(np.ndarray):
        def __eq__(self, other):
            return True

    class Sneaky(float):
        def __eq__(self, other):
            return True

    assert type(roundtrip(np.zeros(3).view(Everything))) is np.ndarray
    assert type(roundtrip(Sneaky(2.0))) is float


def test_a_generator_travels_as_its_state():
    generator = np.random.default_rng(3)
    generator.normal(size=7)
    arrived = roundtrip(generator)
    assert np.array_equal(arrived.normal(size=5), generator.normal(size=5))


def test_a_table_of_a_students_never_passes_for_a_model():
    assert not wire.brings_model(wire.encode({"value": {"model": 3}, "text": '"model":'}))
    described = wire.encode([object()], lambda value: wire.Handle(0, "Model", False, model={"layers": []}))
    assert wire.brings_model(described)


@pytest.mark.parametrize("key", [r'"mod\u0065l":', '"model" :'])
def test_a_model_that_the_conductor_can_not_see_is_refused(key):
    described = wire.encode([object()], lambda value: wire.Handle(0, "Model", False, model={"layers": []}))
    count, text = struct.unpack_from(">II", described)[1], described[8:].decode()
    hidden = text.replace('"model":', key).encode()
    body = struct.pack(">II", len(hidden), count) + hidden
    assert not wire.brings_model(body) and wire.decode(described, lambda reference: reference)
    with pytest.raises(wire.WireError, match="nobody sees"):
        wire.decode(body, lambda reference: reference)


def test_half_a_character_becomes_a_question_mark():
    assert roundtrip(["\ud800", {"\ud800": 1}]) == ["?", {"?": 1}]


def test_what_is_not_data_needs_a_keeper():
    with pytest.raises(wire.NotData, match="object is not plain data"):
        wire.encode(object())
    with pytest.raises(wire.NotData):
        wire.encode(lambda: 1)
    body = wire.encode([object()], lambda value: wire.Handle(4, "Thing", False))
    with pytest.raises(wire.WireError, match="handle is not allowed"):
        wire.decode(body)
    assert wire.decode(body, lambda reference: reference) == [wire.Handle(4, "Thing", False)]


def test_limits_on_depth_items_and_size():
    deep = []
    for _ in range(wire.MAX_DEPTH + 5):
        deep = [deep]
    with pytest.raises(wire.WireError, match="nested"):
        wire.encode(deep)
    endless = []
    endless.append(endless)
    with pytest.raises(wire.WireError):
        wire.encode(endless)
    with pytest.raises(wire.WireError, match="MiB"):
        wire.encode(np.zeros(wire.MAX_FRAME // 8 + 1))
    with pytest.raises(wire.WireError, match="items"):
        wire.encode([0] * (wire.MAX_ITEMS + 1))


def frame(tree, *blocks):
    text = json.dumps(tree).encode()
    return struct.pack(f">{2 + len(blocks)}I", len(text), len(blocks), *map(len, blocks)) + text + b"".join(blocks)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00" * 7,
        b"\xff" * 40,
        frame(1.5),
        frame(10**18),
        frame([]),
        frame({}),
        frame({"x": 1}),
        frame({"i": "0x10"}),
        frame({"i": "9" * 9000}),
        frame({"f": 1.0}),
        frame({"f": "xyz"}),
        frame({"m": ["a"]}),
        frame({"m": {"a": 1.5}}),
        frame({"m": {"é": None}}),
        frame({"l": {"a": 1}}),
        frame({"b": 0}),
        frame({"b": -1}, b"abc"),
        frame({"a": 0, "dtype": "|O8", "shape": [1]}, b"12345678"),
        frame({"a": 0, "dtype": "<f8", "shape": [2]}, b"12345678"),
        frame({"a": 0, "dtype": "<f8", "shape": [-1]}, b"12345678"),
        frame({"a": 0, "dtype": "<f8", "shape": [1 << 60]}, b"12345678"),
        frame({"d": [[{"i": "1"}]]}),
        frame({"d": [[{"l": []}, None]]}),
        frame({"set": [{"l": []}]}),
        frame({"rng": {"d": []}}),
        frame({"rng": {"d": [["bit_generator", "os"]]}}),
        frame({"h": 1}),
        frame({"fn": 1}),
        frame({"slice": ["a", None, None]}),
        frame({"c": [{"f": "0x1p0"}]}),
        frame("a") + b"more",
        struct.pack(">II", 5, 1 << 31) + b"hello",
        b"\x00\x00\x00\x03\x00\x00\x00\x00NaN",
    ],
)
def test_malformed_messages_are_refused_as_such(body):
    with pytest.raises(wire.WireError):
        wire.decode(body)
