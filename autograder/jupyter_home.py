"""A private home for JupyterLab: its kernel, settings and runtime files, all in one folder.

Nothing outside that folder is read for settings or written to, so the course never has to be
installed into an environment that others share. `gradschool lab` and the students' kits both start
JupyterLab this way; this file travels in the kits, so it imports only the standard library.
"""

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

KERNEL_NAME = "python3"
DISPLAY_NAME = "Gradient School"
TOOLS = ("validate-assignment", "assignment-list", "create-assignment", "formgrader", "course-list")
"""nbgrader's parts of JupyterLab."""

PANEL = "autograder.classroom.panel"
"""The IPython extension that shows a student's progress and says in words what a check found."""

PAGE_HELP = Path(__file__).with_name("page_help.js")
"""A JupyterLab extension, written by hand: names for sliders, links that the keyboard reaches."""

_SERVER_SIDE = ("validate-assignment", "assignment-list", "formgrader", "course-list")
QUIET_TENSORFLOW = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}


@dataclass(frozen=True)
class Home:
    """What JupyterLab shall be like: whose Python and packages, which of nbgrader's tools, which IPython extensions."""

    folder: Path
    python: str
    library: Path | None = None
    tools: Sequence[str] = ("validate-assignment",)
    nbgrader_settings: str = ""
    extensions: Sequence[str] = ()
    kernel_variables: Mapping[str, str] = field(default_factory=lambda: dict(QUIET_TENSORFLOW))

    @property
    def config(self) -> Path:
        return self.folder / "config"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def runtime(self) -> Path:
        return self.folder / "runtime"


def furnish(home: Home) -> None:
    """Write the kernel and the settings; what a person changed in the lab's own menus stays."""
    for folder in (home.config, home.data, home.runtime):
        folder.mkdir(parents=True, exist_ok=True)
    _write_json(home.data / "kernels" / KERNEL_NAME / "kernel.json", kernel_spec(home))
    _write_json(home.config / "jupyter_server_config.json", _server_settings(home))
    _write_json(home.config / "labconfig" / "page_config.json", _page_settings(home))
    _add_page_help(home.data / "labextensions" / "gradient-school")
    (home.config / "nbgrader_config.py").write_text(home.nbgrader_settings, encoding="utf-8")


def kernel_spec(home: Home) -> dict[str, object]:
    """The kernel: this Python, which finds the course's packages and nobody else's."""
    variables = {**home.kernel_variables, "PYTHONNOUSERSITE": "1"}
    variables["PYTHONPATH"] = str(home.library) if home.library else ""
    # A kernel that listens on this machine only need not warn, in the terminal, that it isn't encrypted.
    quiet = "--IPKernelApp.log_level=40"
    loaded = [f"--IPKernelApp.extra_extensions={name}" for name in home.extensions]
    return {
        "argv": [home.python, "-m", "ipykernel_launcher", "-f", "{connection_file}", quiet, *loaded],
        "display_name": DISPLAY_NAME,
        "language": "python",
        "env": variables,
        "metadata": {"debugger": True},
    }


def environment(home: Home, base: Mapping[str, str]) -> dict[str, str]:
    """The variables to start JupyterLab with: `base`, with every Jupyter folder the private one."""
    kept = {
        name: value
        for name, value in base.items()
        if name == "JUPYTER_TOKEN" or not name.startswith(("JUPYTER", "JPY_", "PYTHONPATH", "PYTHONHOME"))
    }
    # nbgrader calls programs of its own environment by their bare names.
    programs = str(Path(home.python).parent)
    packages = {"PYTHONPATH": str(home.library)} if home.library else {}
    return (
        kept
        | packages
        | {
            "JUPYTER_CONFIG_DIR": str(home.config),
            "JUPYTER_DATA_DIR": str(home.data),
            "JUPYTER_PATH": str(home.data),
            "JUPYTER_RUNTIME_DIR": str(home.runtime),
            "JUPYTER_PREFER_ENV_PATH": "0",
            "PATH": os.pathsep.join([programs, *filter(None, [base.get("PATH", "")])]),
        }
    )


def command(
    home: Home, root: Path, *, opens: str | None = None, browser: bool = True, port: int | None = None
) -> list[str]:
    """The command that starts JupyterLab on the folder `root`, with the notebook `opens` open."""
    options = [f"--ServerApp.root_dir={root}"]
    if opens:
        options.append(f"--LabApp.default_url=/lab/tree/{opens}")
    if port is not None:
        options += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        options.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")  # in a container there is often nobody else
    return [home.python, "-m", "jupyterlab", *options]


def _server_settings(home: Home) -> dict[str, object]:
    active = {f"nbgrader.server_extensions.{tool.replace('-', '_')}": tool in home.tools for tool in _SERVER_SIDE}
    return {
        "ServerApp": {"jpserver_extensions": active, "log_level": 30},  # warnings and the address
        "KernelSpecManager": {"ensure_native_kernel": False, "allowed_kernelspecs": [KERNEL_NAME]},
        # Nothing is asked of the network: no news, no update check, no catalogue of extensions.
        "LabApp": {
            "news_url": None,
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            "extension_manager": "readonly",
        },
    }


def _page_settings(home: Home) -> dict[str, object]:
    hidden = {f"@jupyter/nbgrader:{tool}": tool not in home.tools for tool in TOOLS}
    unwanted = {**hidden, "@jupyterlab/apputils-extension:announcements": True}
    return {"disabledExtensions": unwanted, "buildAvailable": False, "buildCheck": False}


def _add_page_help(folder: Path) -> None:
    """Put the extension where JupyterLab looks for those that are built already."""
    built = {"load": f"static/{PAGE_HELP.name}", "extension": "./extension"}
    about = {"name": "gradient-school", "version": "1.0.0", "jupyterlab": {"extension": True, "_build": built}}
    _write_json(folder / "package.json", about)
    (folder / "static").mkdir(exist_ok=True)
    shutil.copyfile(PAGE_HELP, folder / built["load"])


def _write_json(path: Path, content: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def on_windows() -> bool:
    """Windows has no nbgrader exchange, so no list of assignments."""
    return sys.platform == "win32"
