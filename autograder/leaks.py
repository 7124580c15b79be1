"""Does what a student receives contain any line that must be kept back?

Withheld are the solutions of this unit and later ones, hidden tests and marking schemes. Every file
is read in every form it may hide text in: source, notebook outputs, metadata and attachments, zips
within zips, base64, HTML. What can't be looked into (bytecode, databases, other binaries) is refused.

What counts as a line. White space and the kind of quotes don't matter; a statement is also compared
as Python itself would write it, so line breaks, brackets and comments don't hide it. A line counts
when it says something of its own: at least 16 characters without spaces, and three different names,
numbers or words. Lines that many programs share don't count: imports, `def`, `class`, decorators,
docstrings, parameters on lines of their own, loop and condition heads (in comprehensions too) of fewer than four
words, `return` of bare names, raising NotImplementedError. Nor do lines that students rightly have: those that stand
in earlier solutions, also as a part of a longer line, and a hidden test's line that the visible checks use too.
"""

import ast
import base64
import binascii
import gzip
import html
import io
import json
import keyword
import re
import textwrap
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from autograder.course import LIBRARY, Course, Unit
from autograder.student_library import called_modules, module_files, solution_modules

LEAST_CHARACTERS = 16
LEAST_WORDS = 3
LEAST_WORDS_OF_A_HEAD = 4
MARKERS = ("### BEGIN SOLUTION", "### BEGIN HIDDEN TESTS", "=== BEGIN MARK SCHEME ===")
"""What opens a withheld part of a source notebook; none may be left."""

_REFUSED = {
    ".db",
    ".dll",
    ".dylib",
    ".exe",
    ".h5",
    ".hdf5",
    ".joblib",
    ".keras",
    ".pickle",
    ".pkl",
    ".pyc",
    ".pyd",
    ".pyo",
    ".so",
    ".sqlite",
    ".sqlite3",
}
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF")
_REGION = re.compile(r"BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME).*?\n(.*?)^[^\n]*END \1", re.DOTALL | re.MULTILINE)
_WORD = re.compile(r"\w+")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{40,}={0,2}\s*")
_PRINTABLE = re.compile(rb"[\t\n\r\x20-\x7e]{12,}")
_MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)
_FENCE = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_COMMON = (
    re.compile(r"return [\w, ()]*"),
    re.compile(r"\*{0,2}\w+: [\w.\[\], |]+( = [\w.+-]+)?,?"),  # a parameter on a line of its own
    re.compile(r"\) -> [\w.\[\], |]+:"),  # the end of a signature
)
_LONGEST_CODE = 200_000
_DEEPEST = 4


@dataclass(frozen=True)
class Withheld:
    """A text of which no line may reach a student, where it stands, and texts that they rightly have.

    A line that is also in one of the `public` texts doesn't count.
    """

    source: str
    text: str
    public: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leak:
    """One thing that must not be given out: file, place in it, the line, and where it comes from."""

    file: str
    place: str
    line: str
    source: str

    @property
    def message(self) -> str:
        where = f"{self.file} ({self.place})" if self.place else self.file
        return f"{where}: {self.line}" + (f"  [from {self.source}]" if self.source else "")


@dataclass(frozen=True)
class _Key:
    """A withheld line in the form in which it is looked for."""

    text: str
    words: frozenset[str]
    line: str
    source: str


def find_leaks(files: Mapping[str, bytes], withheld: Iterable[Withheld]) -> list[Leak]:
    """Every withheld line, left-over marker and unreadable file in `files` (path → content)."""
    keys = _keys(withheld)
    found: dict[tuple[str, str, str], Leak] = {}
    for name in sorted(files):
        for leak in _look_into(name, "", files[name], keys, depth=0):
            found.setdefault((leak.file, leak.place, leak.line), leak)
    return list(found.values())


def find_unit_leaks(course: Course, unit: Unit, files: Mapping[str, bytes], *, library: Path = LIBRARY) -> list[Leak]:
    """What in `files` must not reach the students of this unit."""
    return find_leaks(files, withheld_sources(course, unit, library=library))


def withheld_sources(course: Course, unit: Unit, *, library: Path = LIBRARY) -> list[Withheld]:
    """The solutions of this unit and later ones, and every unit's hidden tests and marking schemes."""
    modules, units = solution_modules(course, unit, library), course.all_units()
    earlier = tuple(text for module in modules.earlier for text in _module_texts(library, module).values())
    checks = tuple(text for other in units for text in _visible_checks(other))
    own = {name: text for module in modules.withheld for name, text in _module_texts(library, module).items()}
    texts = [Withheld(name, text, earlier) for name, text in own.items()]
    for other in units:
        for where, kind, text in _regions(other):
            if kind != "SOLUTION":
                texts.append(Withheld(where, text, earlier + checks))
            elif other.number >= unit.number:
                texts.append(Withheld(where, text, earlier))
    return texts


def given_away_earlier(course: Course, unit: Unit, *, library: Path = LIBRARY) -> list[Leak]:
    """Lines of this unit's own solutions that an earlier unit's notebooks hold: they would stop that unit's release."""
    own = {name for module in called_modules(unit) for name in _module_texts(library, module)}
    found = []
    for earlier in course.earlier_units(unit):
        withheld = [part for part in withheld_sources(course, earlier, library=library) if part.source in own]
        texts = {f"{earlier.name}/{path.name}": _as_students_see(path) for path in earlier.notebooks}
        found += find_leaks(texts, withheld)
    return found


def _as_students_see(notebook: Path) -> bytes:
    """The code and text of a source notebook without what release takes out of it, a cell after the other."""
    texts = []
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        own_words = cell["cell_type"] == "markdown" and cell["metadata"].get("nbgrader", {}).get("solution")
        texts.append("" if own_words else _REGION.sub("", "".join(cell["source"])))
    return "\n\n".join(texts).encode()


@lru_cache(maxsize=4096)
def distinctive_lines(text: str) -> tuple[tuple[str, str], ...]:
    """The lines that count, as (form to compare, line as it stands)."""
    docstrings, written = _docstring_lines(text), text.splitlines()
    lines = [line for number, line in enumerate(written, start=1) if number not in docstrings]
    counting = [line.strip() for line in lines if _is_distinctive(line)]
    counting += [statement for statement in _statements(text) if _is_distinctive(statement)]
    return tuple((normalised(line), line) for line in counting)


def normalised(text: str) -> str:
    """The text with one kind of quotes, and white space only where it separates two words."""
    text = re.sub(r"\s+", " ", text.replace("'", '"')).strip()
    return re.sub(r"(?<!\w) | (?!\w)", "", text)


def _keys(withheld: Iterable[Withheld]) -> list[_Key]:
    known: dict[tuple[str, ...], tuple[set[str], str]] = {}
    keys = {marker: _Key(normalised(marker), frozenset(_WORD.findall(marker)), marker, "") for marker in MARKERS}
    for part in withheld:
        if part.public not in known:
            lines = {key for text in part.public for key, _ in distinctive_lines(text)}
            known[part.public] = lines, "\n".join(map(normalised, part.public))
        public, whole = known[part.public]
        for text, line in distinctive_lines(part.text):
            if text not in public and text not in whole:
                keys.setdefault(text, _Key(text, frozenset(_WORD.findall(text)), line, part.source))
    return list(keys.values())


def _is_distinctive(line: str) -> bool:
    line = line.strip()
    text = normalised(line)
    if len(text) < LEAST_CHARACTERS or _is_common(line):
        return False
    words = {word for word in _WORD.findall(text) if not keyword.iskeyword(word)}
    head = line.startswith("for ") or (line.endswith(":") and keyword.iskeyword(line.split()[0]))
    return len(words) >= (LEAST_WORDS_OF_A_HEAD if head else LEAST_WORDS)


def _is_common(line: str) -> bool:
    starts = ("import ", "from ", "def ", "async def ", "class ", "@", "raise NotImplementedError")
    return line.startswith(starts) or any(form.fullmatch(line) for form in _COMMON)


def _parsed(text: str) -> ast.Module | None:
    """The text as Python, if it is: without magics and common indentation."""
    if len(text) > _LONGEST_CODE:
        return None
    try:
        return ast.parse(textwrap.dedent(_MAGIC.sub(r"\1pass", text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _docstring_nodes(tree: ast.AST) -> Iterator[ast.stmt]:
    for node in ast.walk(tree):
        documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if documented and ast.get_docstring(node, clean=False) is not None:
            yield node.body[0]


def _docstring_lines(text: str) -> set[int]:
    tree = _parsed(text)
    nodes = _docstring_nodes(tree) if tree else ()
    return {line for node in nodes for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def _statements(text: str) -> Iterator[str]:
    """Each statement as Python writes it on one line; of a compound one, its head."""
    tree = _parsed(text)
    if tree is None:
        return
    docstrings = set(_docstring_nodes(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and node not in docstrings:
            yield ast.unparse(node).strip().splitlines()[0]


def _look_into(file: str, place: str, content: bytes, keys: list[_Key], depth: int) -> Iterator[Leak]:
    """What is wrong with one file's content, whatever kind it is."""
    suffix = Path(place or file).suffix.lower()
    if suffix in _REFUSED:
        yield Leak(file, place, f"a {suffix} file can't be looked into, so it can't be given out", "")
    elif depth > _DEEPEST:
        yield Leak(file, place, "it is packed too deep to look into, so it can't be given out", "")
    elif content.startswith(b"PK\x03\x04"):
        yield from _look_into_zip(file, place, content, keys, depth)
    elif content.startswith(b"\x1f\x8b"):
        yield from _look_into_gzip(file, place, content, keys, depth)
    elif content.startswith(_IMAGES) or _is_plain_array(content):
        yield from _search(file, place, _readable_parts(content), keys)
    else:
        yield from _look_into_text(file, place, content, keys)


def _look_into_zip(file: str, place: str, content: bytes, keys: list[_Key], depth: int) -> Iterator[Leak]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [(name, archive.read(name)) for name in archive.namelist() if not name.endswith("/")]
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        yield Leak(file, place, f"this zip can't be opened ({error}), so it can't be given out", "")
        return
    for name, inner in members:
        yield from _look_into(file, f"{place} > {name}" if place else name, inner, keys, depth + 1)


def _look_into_gzip(file: str, place: str, content: bytes, keys: list[_Key], depth: int) -> Iterator[Leak]:
    try:
        inner = gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        yield Leak(file, place, f"this gzip can't be opened ({error}), so it can't be given out", "")
        return
    yield from _look_into(file, f"{place or file} unpacked", inner, keys, depth + 1)


def _look_into_text(file: str, place: str, content: bytes, keys: list[_Key]) -> Iterator[Leak]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        yield Leak(file, place, "this is neither text nor a picture, so it can't be looked into or given out", "")
        return
    if file.endswith((".ipynb", ".json")) or place.endswith((".ipynb", ".json")):
        try:
            tree = json.loads(text)
        except ValueError:
            pass  # not what its name says; then it is read as text
        else:
            for inner, string in _strings(tree, ""):
                yield from _search(file, f"{place} > {inner}" if place else inner, string, keys)
            return
    yield from _search(file, place, text, keys)


def _strings(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Every string in a JSON document, keys too; a list of strings is also read as one text."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield place, "".join(value)
            yield place, "\n".join(value)
        else:
            for number, item in enumerate(value, start=1):
                yield from _strings(item, _cell_place(item, place, number))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield place, key
            yield from _strings(item, f"{place}, {key}" if place else key)


def _cell_place(item: object, place: str, number: int) -> str:
    if place == "cells" and isinstance(item, dict):
        return f"cell {number}" + (f" ({item['id']})" if isinstance(item.get("id"), str) else "")
    return f"{place} {number}"


def _search(file: str, place: str, text: str, keys: list[_Key]) -> Iterator[Leak]:
    for form in _forms(text):
        words = set(_WORD.findall(form))
        candidates = [key for key in keys if key.words <= words]
        if not candidates:
            continue
        hay = normalised(form)
        for key in candidates:
            if key.text in hay and _stands_alone(key.text, hay):
                yield Leak(file, place, key.line, key.source)


def _stands_alone(line: str, hay: str) -> bool:
    """Whether the line is there with no half of another word at its ends."""
    before = r"(?<!\w)" if re.match(r"\w", line) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", line) else ""
    return re.search(before + re.escape(line) + after, hay) is not None


def _forms(text: str) -> Iterator[str]:
    """The text as it stands, and as it reads once undone: code, HTML, escapes, base64."""
    yield text
    yield from _code_forms(text)
    if "<" in text or "&" in text:
        plain = html.unescape(_TAG.sub("", text))
        yield plain
        yield from _code_forms(plain)
    if "\\n" in text or '\\"' in text or "\\'" in text:
        yield re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), text)
    if _BASE64.fullmatch(text):
        yield from _decoded(text)


def _code_forms(text: str) -> Iterator[str]:
    for code in (text, *_FENCE.findall(text)):
        tree = _parsed(code)
        if tree is not None:
            yield ast.unparse(tree)


def _decoded(text: str) -> Iterator[str]:
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return
    if content.startswith(b"\x1f\x8b"):
        content = _unpacked_or_empty(content)
    readable = _readable_parts(content)
    yield readable
    yield from _code_forms(readable)


def _unpacked_or_empty(content: bytes) -> bytes:
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return b""


def _readable_parts(content: bytes) -> str:
    """The text in a binary: all of it where it is text, else its runs of printable characters."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(run.decode("ascii") for run in _PRINTABLE.findall(content))


def _is_plain_array(content: bytes) -> bool:
    """Whether this is a NumPy file of numbers or strings; one of objects holds a pickle."""
    return content.startswith(b"\x93NUMPY") and b"'|O'" not in content[:1000]


def _module_texts(library: Path, module: str) -> dict[str, str]:
    """The files of a module of `solutions`, name → text."""
    files = module_files(library / "solutions", module)
    return {f"solutions/{name}": code.decode("utf-8") for name, code in files.items()}


def _regions(unit: Unit) -> Iterator[tuple[str, str, str]]:
    """The withheld parts of a unit's source exercises: where, kind, text."""
    for cell, source in _cells(unit):
        name = cell["metadata"].get("nbgrader", {}).get("grade_id") or cell.get("id", "a cell")
        for kind, text in _REGION.findall(source):
            yield f"{unit.name}/exercises.ipynb, {name}", kind, text


def _visible_checks(unit: Unit) -> Iterator[str]:
    """What students see of the locked code cells: set-up and visible checks."""
    for cell, source in _cells(unit):
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("locked"):
            yield _REGION.sub("", source)


def _cells(unit: Unit) -> Iterator[tuple[dict, str]]:
    """The cells of the unit's source exercises with their text."""
    if not unit.exercises.is_file():
        return
    for cell in json.loads(unit.exercises.read_text(encoding="utf-8"))["cells"]:
        yield cell, cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
