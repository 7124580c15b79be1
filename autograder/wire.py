"""The wire: plain data between a candidate and an examiner, never code.

A frame is one kind byte, a four-byte length and a body. A body holds a JSON text in which arrays stand as
references to binary blocks that follow it. Decoding builds exact types only (``numpy.ndarray``, never a
subclass) from an allow-list of dtypes, inside limits on size, depth and number of items, and raises
`WireError` on anything else: bytes from a candidate are written by a stranger.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

MAX_FRAME = 64 * 1024 * 1024
MAX_ITEMS = 200_000
MAX_DEPTH = 40
MAX_KEYS = 5_000
MAX_DIGITS = 4000
SMALL = 10**17  #: a whole number below this stands in the JSON as it is
MAX_TEXT = 16 * 1024 * 1024  #: of a message, the part that is JSON: read, it takes up to fifteen times its room

#: dtypes that may cross, by the text that numpy gives them
DTYPES = frozenset(
    ["|b1", "|i1", "|u1"]
    + [f"<{kind}{size}" for kind in "iu" for size in (2, 4, 8)]
    + ["<f2", "<f4", "<f8", "<c8", "<c16"]
)
GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")


class WireError(ValueError):
    """The other side sent something that is not data of the agreed form."""


class NotData(TypeError):
    """A value is not plain data; it stays where it is and travels as a handle."""


@dataclass(frozen=True)
class Handle:
    """An object that stays with the candidate: its number, the name of its type, whether it can be called.

    A Keras model comes with its description, or why there is none; one that was lent with the number it was lent by.
    """

    number: int
    type_name: str
    callable: bool
    model: Any = None
    why: str = ""
    lent: int | None = None


@dataclass(frozen=True)
class Lent:
    """A Keras model of a test, under a number: its description goes to the candidate, changes come back."""

    number: int
    model: Any


@dataclass(frozen=True)
class FunctionReference:
    """A function that stays with the sender and is called back over the wire."""

    number: int


Reference = Handle | FunctionReference | Lent


@dataclass
class _Writer:
    """Turns a value into JSON and blocks; ``keep`` is asked for what is not data."""

    keep: Callable[[Any], Reference] | None
    blocks: list[bytes] = field(default_factory=list)
    items: int = 0
    size: int = 0

    def write(self, value: Any, depth: int = 0) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise WireError(f"a value is nested deeper than {MAX_DEPTH} or has more than {MAX_ITEMS} items")
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is str:
            # lone surrogates are legal in Python strings, not in UTF-8
            return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
        if kind is int:
            if -SMALL < value < SMALL:
                return value
            if value.bit_length() > MAX_DIGITS * 3:
                raise WireError(f"a whole number has more than about {MAX_DIGITS} digits")
            return {"i": str(value)}
        if kind is float:
            return {"f": value.hex() if math.isfinite(value) else repr(value)}
        if kind is complex:
            return {"c": [self.write(value.real, depth + 1), self.write(value.imag, depth + 1)]}
        if kind is bytes:
            return {"b": self.block(value)}
        if kind in (list, tuple, set, frozenset):
            tag = {list: "l", tuple: "t", set: "set", frozenset: "fset"}[kind]
            return {tag: [self.write(item, depth + 1) for item in value]}
        if kind is dict:
            if all(map(_is_name, value)):
                return {"m": {k: self.write(v, depth + 1) for k, v in value.items()}}
            pairs = [[self.write(k, depth + 1), self.write(v, depth + 1)] for k, v in value.items()]
            return {"d": pairs}
        if kind in (slice, range):
            return {kind.__name__: [self.write(x, depth + 1) for x in (value.start, value.stop, value.step)]}
        if isinstance(value, np.ndarray):
            return self.array(np.asarray(value), depth)
        if isinstance(value, np.generic):
            return self.array(np.asarray(value), depth) | {"scalar": True}
        if kind is np.random.Generator:
            return {"rng": self.write(_plain_state(value), depth + 1)}
        for base in (str, int, float, list, tuple, dict):
            if isinstance(value, base):  # named tuples, ordered dicts, enumerations: what they hold travels
                return self.write(base.__new__(base, value) if base in (str, int, float, tuple) else base(value), depth)
        if kind.__module__.startswith(("tensorflow.", "keras.src.backend")) and hasattr(value, "numpy"):
            return self.write(value.numpy(), depth + 1)
        return self.reference(value, depth)

    def array(self, value: np.ndarray, depth: int) -> dict[str, Any]:
        if value.dtype.kind in "U":
            flat = [str(x) for x in value.ravel()]
            return {"text": [self.write(x, depth + 1) for x in flat], "shape": list(value.shape)}
        plain = value.astype(value.dtype.newbyteorder("<"), order="C", copy=False)
        if plain.dtype.str not in DTYPES:
            if value.dtype == object and value.size <= MAX_ITEMS:
                return {"objects": [self.write(x, depth + 1) for x in value.ravel()], "shape": list(value.shape)}
            raise NotData(f"an array of dtype {value.dtype} can't travel")
        return {
            "a": self.block(np.ascontiguousarray(plain).tobytes()),
            "dtype": plain.dtype.str,
            "shape": list(value.shape),
        }

    def block(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > MAX_FRAME:
            raise WireError(f"a value is larger than {MAX_FRAME >> 20} MiB")
        self.blocks.append(data)
        return len(self.blocks) - 1

    def reference(self, value: Any, depth: int) -> dict[str, Any]:
        if isinstance(value, Handle):
            return {"h": value.number}
        if self.keep is None:
            raise NotData(f"a {type(value).__name__} is not plain data")
        kept = self.keep(value)
        if isinstance(kept, FunctionReference):
            return {"fn": kept.number}
        if isinstance(kept, Lent):
            return {"lent": kept.number, "model": self.write(kept.model, depth + 1)}
        told = {"h": kept.number, "type": kept.type_name[:80], "callable": kept.callable}
        if kept.model is not None:
            told["model"] = self.write(kept.model, depth + 1)
        return told | ({"why": kept.why[:200]} if kept.why else {}) | ({} if kept.lent is None else {"lent": kept.lent})


def _is_name(key: Any) -> bool:
    """Whether a key may stand in the JSON as it is; not the one by which `brings_model` finds a model."""
    return type(key) is str and key.isascii() and key != "model"


def _plain_state(generator: np.random.Generator) -> dict[str, Any]:
    """The state of a generator as plain numbers, strings and arrays."""
    state: dict[str, Any] = dict(generator.bit_generator.state)
    return state


def encode(value: Any, keep: Callable[[Any], Reference] | None = None) -> bytes:
    """A value as bytes. ``keep`` gives a reference for what is not data; without it `NotData` is raised."""
    writer = _Writer(keep)
    try:
        tree = writer.write(value)
    except RecursionError:
        raise WireError("a value is nested too deeply") from None
    text = json.dumps(tree, separators=(",", ":")).encode()
    if len(text) > MAX_TEXT:
        raise WireError(f"a value's texts and numbers take more than {MAX_TEXT >> 20} MiB")
    lengths = struct.pack(f">{len(writer.blocks) + 2}I", len(text), len(writer.blocks), *map(len, writer.blocks))
    body = b"".join([lengths, text, *writer.blocks])
    if len(body) > MAX_FRAME:
        raise WireError(f"a message is larger than {MAX_FRAME >> 20} MiB")
    return body


def brings_model(body: bytes) -> bool:
    """Whether a message describes a Keras model: whoever decodes it makes that model, and may run it."""
    return body.find(b'"model":', 0, MAX_TEXT) >= 0  # texts in a message have their quotes escaped


def decode(body: bytes, resolve: Callable[[Reference], Any] | None = None) -> Any:
    """The value in ``body``; ``resolve`` turns references into local objects. `WireError` on anything odd."""
    try:
        return _decode(body, resolve)
    except WireError:
        raise
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OverflowError,
        RecursionError,
        struct.error,
        UnicodeError,
        MemoryError,
    ) as error:
        raise WireError(f"a message is malformed ({type(error).__name__})") from None


def _decode(body: bytes, resolve: Callable[[Reference], Any] | None) -> Any:
    if len(body) > MAX_FRAME:
        raise WireError("a message is too large")
    text_length, count = struct.unpack_from(">II", body, 0)
    if count > MAX_ITEMS:
        raise WireError("a message has too many blocks")
    lengths = struct.unpack_from(f">{count}I", body, 8)
    position = 8 + 4 * count
    if position + text_length + sum(lengths) != len(body):
        raise WireError("a message's lengths don't add up")
    if text_length > MAX_TEXT:
        raise WireError("a message has too much text")
    text = body[position : position + text_length]
    position += text_length
    if text.count(b"[") + text.count(b"{") > 6 * MAX_ITEMS:
        raise WireError("a message has too many items")
    blocks: list[memoryview] = []
    for length in lengths:
        blocks.append(memoryview(body)[position : position + length])
        position += length
    tree = json.loads(text, parse_constant=_refuse_constant, parse_int=_small_int)
    return _Reader(blocks, resolve, brings_model(body)).read(tree)


def _refuse_constant(name: str) -> None:
    raise WireError(f"{name} is not allowed here")


def _small_int(digits: str) -> int:
    if len(digits) > 18:
        raise WireError("a count is too large")
    return int(digits)


@dataclass
class _Reader:
    blocks: list[memoryview]
    resolve: Callable[[Reference], Any] | None
    may_model: bool = False  #: whether whoever passed the message on could see that it brings a model
    items: int = 0
    keys: int = 0
    taken: set[int] = field(default_factory=set)

    def read(self, tree: Any, depth: int = 0) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise WireError("a message is nested too deeply or has too many items")
        kind = type(tree)
        if kind is str:
            # JSON may spell half a character, which no file can hold
            return tree if tree.isascii() else tree.encode("utf-8", "replace").decode()
        if kind is int or kind is bool or tree is None:
            return tree
        if kind is not dict or not tree:
            raise WireError("a message holds a bare list or number")
        tag = next(iter(tree))
        reader = _READERS.get(tag)
        if reader is None:
            raise WireError("a message holds an unknown kind of value")
        return reader(self, tree, depth + 1)

    def many(self, items: Any, depth: int) -> list[Any]:
        if type(items) is not list:
            raise WireError("a list was expected")
        return [self.read(item, depth) for item in items]


def _read_int(reader: _Reader, tree: dict[str, Any], depth: int) -> int:
    digits = tree["i"]
    if type(digits) is not str or len(digits) > MAX_DIGITS + 1:
        raise WireError("a whole number was expected")
    return int(digits)


def _read_float(reader: _Reader, tree: dict[str, Any], depth: int) -> float:
    text = tree["f"]
    if type(text) is not str or len(text) > 40:
        raise WireError("a number was expected")
    return float.fromhex(text)


def _read_complex(reader: _Reader, tree: dict[str, Any], depth: int) -> complex:
    real, imaginary = reader.many(tree["c"], depth)
    if type(real) is not float or type(imaginary) is not float:
        raise WireError("a complex number was expected")
    return complex(real, imaginary)


def _block(reader: _Reader, index: Any) -> memoryview:
    if type(index) is not int or not 0 <= index < len(reader.blocks) or index in reader.taken:
        raise WireError("a message refers to a block that is not there, or to one twice")
    reader.taken.add(index)
    return reader.blocks[index]


def _shape(tree: dict[str, Any]) -> tuple[int, ...]:
    shape = tree["shape"]
    if type(shape) is not list or len(shape) > 32 or any(type(n) is not int or n < 0 for n in shape):
        raise WireError("an array's shape is malformed")
    if math.prod(shape) > MAX_FRAME:
        raise WireError("an array is too large")
    return tuple(shape)


def _read_array(reader: _Reader, tree: dict[str, Any], depth: int) -> Any:
    name, shape = tree["dtype"], _shape(tree)
    if type(name) is not str or name not in DTYPES:
        raise WireError("an array has a dtype that is not allowed")
    dtype = np.dtype(name)
    data = _block(reader, tree["a"])
    if math.prod(shape) * dtype.itemsize != len(data):
        raise WireError("an array's shape doesn't fit its data")
    # a copy: writable, owned, and independent of the message
    array = (
        np.frombuffer(data, dtype=np.uint8).copy().view(dtype).reshape(shape) if len(data) else np.zeros(shape, dtype)
    )
    if name == "|b1":
        array = array.view(np.uint8).astype(bool)  # any byte but 0 and 1 would be no proper truth value
    return array[()] if tree.get("scalar") is True and shape == () else array


def _read_text_array(reader: _Reader, tree: dict[str, Any], depth: int) -> np.ndarray:
    texts = reader.many(tree["text"], depth)
    if any(type(text) is not str for text in texts):
        raise WireError("an array of texts was expected")
    width = max((len(text) for text in texts), default=0)
    if width * max(len(texts), 1) > MAX_FRAME // 4:
        raise WireError("an array of texts is too large")
    array = np.array(texts, dtype=str).reshape(_shape(tree))
    return array[()] if tree.get("scalar") is True and array.shape == () else array


def _read_objects(reader: _Reader, tree: dict[str, Any], depth: int) -> np.ndarray:
    items = reader.many(tree["objects"], depth)
    array = np.empty(len(items), dtype=object)
    for index, item in enumerate(items):
        array[index] = item
    return array.reshape(_shape(tree))


def _read_dict(reader: _Reader, tree: dict[str, Any], depth: int) -> dict[Any, Any]:
    result = {}
    if type(tree["d"]) is not list:
        raise WireError("pairs were expected")
    for pair in tree["d"]:
        key, value = reader.many(pair, depth)
        result[_key(reader, key)] = value
    return result


def _read_names(reader: _Reader, tree: dict[str, Any], depth: int) -> dict[str, Any]:
    pairs = tree["m"]
    if type(pairs) is not dict or not all(map(str.isascii, pairs)):
        raise WireError("names and values were expected")
    return {name: reader.read(value, depth) for name, value in pairs.items()}


def _key(reader: _Reader, key: Any) -> Any:
    """A key or set member. Numbers can be chosen so that their hashes collide, so only so many may come."""
    reader.keys += type(key) is not str
    if reader.keys > MAX_KEYS:
        raise WireError(f"a message has more than {MAX_KEYS} keys or set members that are not text")
    if isinstance(key, (str, int, float, bool, bytes, complex, np.generic)) or key is None:
        return key
    if type(key) in (tuple, frozenset):
        for part in key:
            _key(reader, part)
        return key
    raise WireError("a key or set member is not plain data")


def _read_set(tag: str, kind: type) -> Callable[[_Reader, dict[str, Any], int], Any]:
    def read(reader: _Reader, tree: dict[str, Any], depth: int) -> Any:
        return kind(_key(reader, item) for item in reader.many(tree[tag], depth))

    return read


def _read_slice(tag: str, kind: type) -> Callable[[_Reader, dict[str, Any], int], Any]:
    def read(reader: _Reader, tree: dict[str, Any], depth: int) -> Any:
        parts = reader.many(tree[tag], depth)
        if len(parts) != 3 or any(part is not None and type(part) is not int for part in parts):
            raise WireError("a slice was expected")
        return kind(*parts)

    return read


def _plain(reader: _Reader, tree: Any, depth: int) -> Any:
    """Plain data only: no object of the other side is asked for it."""
    resolve, reader.resolve = reader.resolve, None
    value = reader.read(tree, depth)
    reader.resolve = resolve
    return value


def _read_generator(reader: _Reader, tree: dict[str, Any], depth: int) -> np.random.Generator:
    state = _plain(reader, tree["rng"], depth)
    if type(state) is not dict or state.get("bit_generator") not in GENERATORS:
        raise WireError("a generator's state was expected")
    _check_state(state)
    bits = getattr(np.random, state["bit_generator"])()
    bits.state = state
    return np.random.Generator(bits)


def _check_state(state: dict[str, Any]) -> None:
    """Positions in a generator's buffer: NumPy believes them, and would read elsewhere."""
    inner = state.get("state")
    position, last = state.get("buffer_pos", 0), 4
    if state["bit_generator"] == "MT19937":
        position, last = (inner.get("pos") if type(inner) is dict else None), 624
    if type(position) is not int or not 0 <= position <= last or state.get("has_uint32", 0) not in (0, 1):
        raise WireError("a generator's state is malformed")


def _read_handle(reader: _Reader, tree: dict[str, Any], depth: int) -> Any:
    number, name, why, lent = tree["h"], tree.get("type", "object"), tree.get("why", ""), tree.get("lent")
    if type(number) is not int or number < 0 or type(name) is not str or reader.resolve is None:
        raise WireError("a handle is not allowed here")
    if type(why) is not str or type(lent) not in (int, type(None)):
        raise WireError("a handle is malformed")
    model = _read_model(reader, tree, depth) if "model" in tree else None
    return reader.resolve(Handle(number, name[:80], tree.get("callable") is True, model, why[:200], lent))


def _read_lent(reader: _Reader, tree: dict[str, Any], depth: int) -> Any:
    if type(tree["lent"]) is not int or reader.resolve is None:
        raise WireError("a model is not allowed here")
    return reader.resolve(Lent(tree["lent"], _read_model(reader, tree, depth)))


def _read_model(reader: _Reader, tree: dict[str, Any], depth: int) -> Any:
    if not reader.may_model:
        raise WireError("a model's key is spelled so that nobody sees it")
    return _plain(reader, tree["model"], depth)


def _read_function(reader: _Reader, tree: dict[str, Any], depth: int) -> Any:
    if type(tree["fn"]) is not int or reader.resolve is None:
        raise WireError("a function is not allowed here")
    return reader.resolve(FunctionReference(tree["fn"]))


_READERS: dict[str, Callable[[_Reader, dict[str, Any], int], Any]] = {
    "i": _read_int,
    "f": _read_float,
    "c": _read_complex,
    "b": lambda reader, tree, depth: bytes(_block(reader, tree["b"])),
    "l": lambda reader, tree, depth: reader.many(tree["l"], depth),
    "t": lambda reader, tree, depth: tuple(reader.many(tree["t"], depth)),
    "set": _read_set("set", set),
    "fset": _read_set("fset", frozenset),
    "m": _read_names,
    "d": _read_dict,
    "a": _read_array,
    "text": _read_text_array,
    "objects": _read_objects,
    "slice": _read_slice("slice", slice),
    "range": _read_slice("range", range),
    "rng": _read_generator,
    "h": _read_handle,
    "fn": _read_function,
    "lent": _read_lent,
}
