"""A published archive that tests make themselves, in place of one that is downloaded."""

import hashlib
from dataclasses import replace


def publish(module, content, folder, monkeypatch):
    """Make ``content`` the archive that a data set's module knows, to be had from a folder by its address."""
    (folder / "published").write_bytes(content)
    made = replace(module.ARCHIVE, url=(folder / "published").as_uri(), sha256=hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(module, "ARCHIVE", made)
