"""Frames over one socket: a kind byte, a length, a body. Plain reads and writes, which confinement leaves open."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from typing import Any

from autograder import wire

CONTROL = b"C"  #: between the conductor and one child
PEER = b"P"  #: between candidate and examiner; the conductor passes it on unread
HEADER = struct.Struct(">cI")


class Closed(Exception):
    """The other end is gone."""


@dataclass
class Channel:
    """One end of a socket, read and written in whole frames."""

    descriptor: int

    def send(self, kind: bytes, body: bytes) -> None:
        data = memoryview(HEADER.pack(kind, len(body)) + body)
        while data:
            try:
                data = data[os.write(self.descriptor, data) :]
            except (BrokenPipeError, ConnectionError):
                raise Closed from None

    def receive(self) -> tuple[bytes, bytes]:
        kind, length = HEADER.unpack(self._exactly(HEADER.size))
        if length > wire.MAX_FRAME:
            raise wire.WireError("a frame is too large")
        return kind, self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            try:
                part = os.read(self.descriptor, min(count - len(parts), 1 << 20))
            except ConnectionError:
                part = b""
            if not part:
                raise Closed
            parts += part
        return bytes(parts)

    def control(self, message: dict[str, Any]) -> None:
        """Send a control message of plain data."""
        self.send(CONTROL, wire.encode(message))
