"""Who may speak to a cluster: whoever holds the cluster's key. One folder with three files serves every machine of it.

Dask runs whatever its scheduler hands out, so a scheduler that strangers reach is theirs. With ``tls://`` both ends
show a certificate that the folder's authority signed.
"""

from __future__ import annotations

import importlib.util
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import GradschoolError

if TYPE_CHECKING:
    from distributed.security import Security

AUTHORITY, CERTIFICATE, KEY = "ca.pem", "cert.pem", "key.pem"


class ClusterProblem(GradschoolError):
    """A cluster can't be used; the message says why and what to do."""


def require_dask() -> None:
    """Raise `ClusterProblem` where Dask is not installed."""
    if importlib.util.find_spec("distributed") is None:
        raise ClusterProblem("A cluster needs Dask, which is not installed: pip install 'gradschool[cluster]'.")


def calm_dask() -> None:
    """Have Dask say nothing of lost connections, which is said in plain words here, and watch itself less often."""
    import dask

    for name in ("distributed", "distributed.client", "distributed.scheduler", "distributed.worker"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    dask.config.set(
        {
            "distributed.worker.profile.enabled": False,
            "distributed.admin.tick.interval": "500ms",
            "distributed.admin.system-monitor.interval": "5s",
        }
    )


def security_in(folder: Path | None) -> Security:
    """What a folder says of TLS; without one, what Dask's own configuration says.

    Raises:
        ClusterProblem: if a file is missing.
    """
    from distributed.security import Security

    if folder is None:
        return Security()
    missing = [name for name in (AUTHORITY, CERTIFICATE, KEY) if not (folder / name).is_file()]
    if missing:
        raise ClusterProblem(
            f"{folder} should hold {AUTHORITY}, {CERTIFICATE} and {KEY}, but {missing[0]} is missing. "
            f"`gradschool cluster-security {folder}` makes all three in a new folder."
        )
    ours = {"cert": str(folder / CERTIFICATE), "key": str(folder / KEY)}
    roles = {f"tls_{role}_{part}": path for role in ("client", "scheduler", "worker") for part, path in ours.items()}
    return Security(tls_ca_file=str(folder / AUTHORITY), require_encryption=True, **roles)


def make_security(folder: Path) -> Path:
    """Write a new key, a certificate and its authority, valid for a year, that only their owner can read.

    Raises:
        ClusterProblem: if the folder has something in it, or `cryptography` is missing.
    """
    from distributed.security import Security

    if folder.exists() and any(folder.iterdir()):
        raise ClusterProblem(f"{folder} is there already and not empty, and no key is overwritten. Name a new folder.")
    try:
        made = Security.temporary()
    except ImportError:
        raise ClusterProblem("Making keys needs a package: pip install 'gradschool[cluster]'.") from None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, text in ((AUTHORITY, made.tls_ca_file), (CERTIFICATE, made.tls_client_cert), (KEY, made.tls_client_key)):
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
    return folder
