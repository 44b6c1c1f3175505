"""`onrecord dashboard`: Apache Superset over the published run."""

import sys
from pathlib import Path

from flows.dashboard import USER, Dashboard
from flows.home import Home
from flows.loopback import HOST, listen
from warehouse.query import latest_run


def dashboard_command(home: Path, port: int, environment: Path | None) -> None:
    """Installs, loads and serves the dashboard; the first time takes minutes, later ones seconds.

    Raises:
        NothingPublished: no run was published yet.
        PortTaken: another program uses the port.
        PythonTooNew: Superset has no packages for this Python.
        EnvironmentInUse: the environment's folder holds something else.
        CommandFailed: installing or loading did not work.
    """
    place = Home(home.absolute())
    latest_run(place.published)  # is there one?
    listen(port).close()  # asked before minutes of work
    folder = place.dashboard
    dashboard = Dashboard(folder, place.published, (environment or folder / "environment").absolute())
    _say(f"Apache Superset in {dashboard.environment} (once: 0.9 GB, some minutes)")
    dashboard.install()
    _say(f"the dashboard in {folder} (at first, and when it has changed: a minute)")
    dashboard.load()
    _say(f"http://{HOST}:{port}/superset/dashboard/onrecord/ in some seconds; user {USER}, password in")
    _say(f"{dashboard.password_file}. Ctrl-C stops it.")
    dashboard.serve(port)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
