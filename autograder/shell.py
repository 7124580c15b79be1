"""A real IPython shell whose outputs are kept, bounded, in the notebook format."""

from __future__ import annotations

import ast
import io
from dataclasses import dataclass, field
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder.words import KEPT_TYPES

MAX_OUTPUTS = 200


@dataclass
class Outputs:
    """The outputs of one cell, as notebook output dicts, up to a number of characters."""

    text_limit: int
    image_limit: int
    items: list[dict[str, Any]] = field(default_factory=list)
    text_size: int = 0
    image_size: int = 0
    dropped: int = 0

    def stream(self, name: str, text: str) -> None:
        text = self._fit(text)
        if not text:
            return
        last = self.items[-1] if self.items else None
        if last and last["output_type"] == "stream" and last["name"] == name:
            last["text"].append(text)
        elif self._room():
            self.items.append({"output_type": "stream", "name": name, "text": [text]})

    def data(self, kind: str, bundle: dict[str, Any]) -> None:
        kept = {name: self._fit_bundle(name, bundle[name]) for name in KEPT_TYPES if isinstance(bundle.get(name), str)}
        kept = {name: text for name, text in kept.items() if text}
        if not kept or not self._room():
            return
        item: dict[str, Any] = {"output_type": kind, "data": kept, "metadata": {}}
        if kind == "execute_result":
            item["execution_count"] = None
        self.items.append(item)

    def error(self, name: str, value: str, lines: list[str]) -> None:
        text = self._fit("\n".join(line[:2000] for line in lines[:200]))
        self.items.append(
            {"output_type": "error", "ename": name[:200], "evalue": value[:2000], "traceback": text.split("\n")}
        )

    def _room(self) -> bool:
        if len(self.items) < MAX_OUTPUTS:
            return True
        self.dropped += 1
        return False

    def _fit(self, text: str) -> str:
        room = self.text_limit - self.text_size
        self.text_size += min(len(text), max(room, 0))
        if len(text) > room:
            self.dropped += len(text) - max(room, 0)
            return text[: max(room, 0)]
        return text

    def _fit_bundle(self, name: str, text: str) -> str:
        if not name.startswith("image/"):
            return self._fit(text)
        if self.image_size + len(text) > self.image_limit:
            self.dropped += len(text)
            return ""
        self.image_size += len(text)
        return text

    def finished(self) -> list[dict[str, Any]]:
        """The outputs as the notebook format wants them, with a note where something was cut."""
        if self.dropped:
            self.items.append(
                {
                    "output_type": "stream",
                    "name": "stderr",
                    "text": [f"\n[output cut here: {self.dropped} more characters or outputs]\n"],
                }
            )
        return [
            item | {"text": "".join(item["text"])} if item["output_type"] == "stream" else item for item in self.items
        ]


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a cell."""

    encoding = "utf-8"  # type: ignore[assignment]

    def __init__(self, shell: BoundedShell, name: str) -> None:
        self._shell, self._name = shell, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._shell.outputs.stream(self._name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    def publish(self, data: dict[str, Any], metadata: Any = None, **_: Any) -> None:  # type: ignore[override]
        self.shell.outputs.data("display_data", data)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.items.clear()


class _Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        self.shell.outputs.data("execute_result", format_dict)

    def finish_displayhook(self) -> None:
        self._is_active = False

    def log_output(self, format_dict: Any) -> None:
        pass


class BoundedShell(InteractiveShell):
    """An IPython shell without history, files or colours that keeps what a cell shows."""

    outputs: Outputs
    display_pub_class = _Publisher  # type: ignore[assignment]
    displayhook_class = _Hook  # type: ignore[assignment]

    def start_cell(self, text_limit: int, image_limit: int) -> None:
        self.outputs = Outputs(text_limit, image_limit)

    def streams(self) -> tuple[_Stream, _Stream]:
        return _Stream(self, "stdout"), _Stream(self, "stderr")

    def transform_cell(self, raw_cell: str) -> str:
        """The cell as Python. Magics and shell commands are no Python, so what is needs no slow look for them."""
        try:
            if raw_cell.lstrip().startswith("In ["):  # a pasted prompt: Python takes it for an annotation
                return super().transform_cell(raw_cell)
            compile(raw_cell, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return super().transform_cell(raw_cell)
        return raw_cell if raw_cell.endswith("\n") else raw_cell + "\n"

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        try:
            value = str(evalue)
        except Exception:
            value = "(its message could not be shown)"
        self.outputs.error(etype.__name__, value, stb)

    def enable_gui(self, gui: Any = None) -> None:
        pass


def make_shell() -> BoundedShell:
    """The shell of a warm process; forked children use it as it is."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.cache_size = 0
    config.InteractiveShell.autocall = 0
    config.InteractiveShell.xmode = "Context"
    shell = BoundedShell.instance(config=config)
    shell.outputs = Outputs(0, 0)
    return shell
