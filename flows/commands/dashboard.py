"""`onrecord dashboard`: Apache Superset over the published run."""

import sys
from pathlib import Path

from flows.dashboard import HOST, USER, Dashboard, check_free
from flows.home import Home
from warehouse.publish import is_published
from warehouse.query import NothingPublished


def dashboard_command(home: Path, port: int, environment: Path | None) -> None:
    """Installs, loads and serves the dashboard; the first time takes minutes, later ones seconds.

    Raises:
        NothingPublished: no run was published yet.
        PortTaken: something listens on the port.
        CommandFailed: installing or loading did not work.
    """
    place = Home(home.absolute())
    if not is_published(place.published):
        raise NothingPublished(place.root)
    check_free(port)
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
