"""Superset's settings for `onrecord dashboard`. Runs in Superset's environment: nothing of onrecord is there."""

import os
from pathlib import Path
from threading import Lock

from sqlalchemy import event
from sqlalchemy.engine import Engine

_FOLDER = Path(os.environ["ONRECORD_DASHBOARD"])
_PUBLISHED = os.environ["ONRECORD_PUBLISHED"].replace("'", "''")
_CONFINING = Lock()

SECRET_KEY = (_FOLDER / "secret_key").read_text("utf-8").strip()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{_FOLDER / 'superset.db'}"
# Every click is written to it; SQLite lets one writer in at a time.
SQLALCHEMY_ENGINE_OPTIONS = {"connect_args": {"timeout": 60}}
DATA_DIR = str(_FOLDER)
LOG_LEVEL = "WARNING"
# Seconds a browser waits for a chart, and a query may take.
SUPERSET_WEBSERVER_TIMEOUT = 300
SQLLAB_TIMEOUT = 300

# Browsers send cookies to every port of a host, so this one has a name of its own.
SESSION_COOKIE_NAME = "onrecord_dashboard"
APP_NAME = "onrecord"
LOGO_TARGET_PATH = "/superset/dashboard/onrecord/"

# The browser asks nobody outside this machine: no tracking pixel, no fonts, no maps.
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "default-src": ["'self'"],
        "base-uri": ["'self'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'", "data:"],
        "frame-ancestors": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "object-src": "'none'",
        "script-src": ["'self'", "'strict-dynamic'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "worker-src": ["'self'", "blob:"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}
# Texts of articles are shown as text; what looks like HTML is cleaned where a chart renders it.
HTML_SANITIZATION = True
FEATURE_FLAGS = {"ALERT_REPORTS": False, "DRILL_TO_DETAIL": True, "DRILL_BY": True, "DASHBOARD_VIRTUALIZATION": True}


@event.listens_for(Engine, "connect")
def _confine(connection: object, _record: object) -> None:
    """SQL Lab reads the published runs and no other file of this machine."""
    if not type(connection).__module__.startswith("duckdb_engine"):
        return
    # Connections to one file share one database of DuckDB, and its settings can be locked once.
    with _CONFINING:
        cursor = connection.cursor()
        cursor.execute("SELECT current_setting('enable_external_access')")
        if cursor.fetchone()[0]:
            cursor.execute(f"SET allowed_directories = ['{_PUBLISHED}/']")
            cursor.execute("SET enable_external_access = false")
            cursor.execute("SET lock_configuration = true")
