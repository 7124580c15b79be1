"""JupyterHub for one course on one machine. Users are system users; who they are stands in hub.toml.

Every user has a server of their own, as a student sees the course. Formgrader is a service that runs as the account
that owns the course; members of the group formgrade-NAME may use it, so instructors share one course and one gradebook.
"""

import tomllib
from pathlib import Path

c = get_config()  # noqa: F821  (JupyterHub defines it)

HERE = Path(__file__).resolve().parent
HUB = tomllib.loads((HERE / "hub.toml").read_text(encoding="utf-8"))
NAME, TEACH, LEARN = HUB["name"], HUB["teach"], HUB["learn"]
STATE = HERE / "state"
STATE.mkdir(mode=0o700, exist_ok=True)

c.JupyterHub.bind_url = HUB["address"]
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.db_url = f"sqlite:///{STATE / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
# milliseconds: a person who presses "Autograde" waits for the answer, and so must the proxy
c.ConfigurableHTTPProxy.command = ["configurable-http-proxy", "--timeout=900000", "--proxy-timeout=900000"]
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")

c.Authenticator.allowed_users = {*HUB["instructors"], *HUB["students"]}
c.JupyterHub.load_groups = {
    f"formgrade-{NAME}": {"users": HUB["instructors"]},
    f"nbgrader-{NAME}": {"users": HUB["students"]},
}
c.JupyterHub.load_roles = [
    {"name": f"formgrade-{NAME}", "groups": [f"formgrade-{NAME}"], "scopes": [f"access:services!service={NAME}"]},
]


def variables(role: str, environment: str) -> dict[str, str]:
    """Where a server finds its settings, its kernel and its programs."""
    return {
        "JUPYTER_CONFIG_PATH": str(HERE / role / "config"),
        "JUPYTER_PATH": f"{HERE / role / 'data'}:{environment}/share/jupyter",
        "JUPYTER_PREFER_ENV_PATH": "0",
        "PATH": f"{environment}/bin:/usr/local/bin:/usr/bin:/bin",
    }


c.Spawner.cmd = [f"{LEARN}/bin/python", "-m", "jupyterhub.singleuser"]
c.Spawner.environment = {
    **variables("learn", LEARN),
    # What a kernel's panel reads: the units as they were handed out, and the folder with a student's own.
    "GRADSCHOOL_RELEASED": f"{HUB['exchange']}/{NAME}/outbound",
    "GRADSCHOOL_WORKSPACE": "~",
}
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = c.Spawner.http_timeout = 180

c.JupyterHub.services = [
    {
        "name": NAME,
        "url": f"http://127.0.0.1:{HUB['service_port']}",
        "command": [f"{TEACH}/bin/python", "-m", "jupyterhub.singleuser", f"--ServerApp.root_dir={HUB['course']}"],
        "user": HUB["account"],
        "cwd": HUB["course"],
        "environment": {**variables("teach", TEACH), "JUPYTERHUB_DEFAULT_URL": "/formgrader"},
        "oauth_no_confirm": True,
        "timeout": 180,  # seconds that it may take to answer for the first time
    }
]
