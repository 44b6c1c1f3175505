"""Superset beside the pipeline: its environment, its folder in the home, the dashboard in it, and its server."""

import hashlib
import os
import secrets
import socket
import subprocess
import venv
from importlib.resources import as_file, files
from pathlib import Path

from transforms.text.errors import PipelineError
from warehouse.dashboard.bundle import bundle

HOST = "127.0.0.1"
USER = "admin"
_SUPERSET = files("warehouse.dashboard") / "superset"
_SECRET_BYTES = {"secret_key": 48, "password": 12}
_TAIL = 2_000  # characters of a failed command's output that are shown


class CommandFailed(PipelineError):
    """Installing or loading did not work."""

    def __init__(self, doing: str, output: str, then: str) -> None:
        super().__init__(f"{doing} failed:\n{output[-_TAIL:].strip()}\n{then}")


class PortTaken(PipelineError):
    """Something listens there already."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} of {HOST} is taken. Choose another: --port {port + 1}")


class Dashboard:
    """One home's dashboard: a folder with Superset's own database and two secrets, which nobody else may read."""

    def __init__(self, folder: Path, published: Path, environment: Path) -> None:
        self.folder = folder
        self.published = published
        self.environment = environment

    @property
    def password_file(self) -> Path:
        """The password of the one user; written anew where it is gone."""
        return self.folder / "password"

    def install(self) -> bool:
        """Makes the environment of the pinned packages, if it is not there; returns whether it was made now.

        Raises:
            CommandFailed: pip could not install them.
        """
        done = self.environment / "installed"
        with as_file(_SUPERSET / "requirements.lock") as lock:
            digest = hashlib.sha256(lock.read_bytes()).hexdigest()
            if done.is_file() and done.read_text("utf-8") == digest:
                return False
            venv.create(self.environment, with_pip=True, clear=True)
            pip = [self._python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps"]
            _run([*pip, "--require-hashes", "-r", str(lock)], self._variables(), "installing Apache Superset",
                 "Give access to a package registry and run the same command again.")  # fmt: skip
        done.write_text(digest, "utf-8")
        return True

    def load(self) -> bool:
        """Brings Superset's database to this version's dashboard; returns whether there was anything to do.

        Raises:
            CommandFailed: Superset refused the definition.
        """
        self._write_secrets()
        archive = bundle(self.published)
        loader = (_SUPERSET / "load.py").read_bytes()
        wanted = hashlib.sha256(archive + loader + self.password_file.read_bytes()).hexdigest()
        done = self.folder / "loaded"
        if done.is_file() and done.read_text("utf-8") == wanted:
            return False
        path = self.folder / "dashboard.zip"
        path.write_bytes(archive)
        with as_file(_SUPERSET) as code:
            _run([self._python, str(code / "load.py"), str(path)], self._variables(code), "loading the dashboard",
                 f"Remove {self.folder} to begin anew; charts of your own in it are lost then.")  # fmt: skip
        done.write_text(wanted, "utf-8")
        return True

    def serve(self, port: int) -> None:
        """Becomes the server, on the loopback address only; does not return."""
        with as_file(_SUPERSET) as code:
            arguments = ["-m", "gunicorn", "--bind", f"{HOST}:{port}", "--worker-class", "gthread", "--threads", "8",
                         "--timeout", "300", "--log-level", "warning", "superset.app:create_app()"]  # fmt: skip
            os.execve(self._python, [self._python, *arguments], self._variables(code))

    @property
    def _python(self) -> str:
        return str(self.environment / "bin" / "python")

    def _variables(self, code: Path | None = None) -> dict[str, str]:
        """Those of this process without what points Python to our packages, with what Superset's settings read."""
        variables = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
        return variables | {
            "DO_NOT_TRACK": "1",
            "SCARF_ANALYTICS": "false",
            "SUPERSET_HOME": str(self.folder),
            "SUPERSET_CONFIG_PATH": str((code or self.folder) / "superset_config.py"),
            "ONRECORD_DASHBOARD": str(self.folder),
            "ONRECORD_PUBLISHED": str(self.published),
        }

    def _write_secrets(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, size in _SECRET_BYTES.items():
            path = self.folder / name
            if not path.is_file():
                path.touch(mode=0o600)
                path.write_text(secrets.token_urlsafe(size) + "\n", "utf-8")


def check_free(port: int) -> None:
    """Asks before minutes of work.

    Raises:
        PortTaken: something listens on the port.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise PortTaken(port) from None


def _run(command: list[str], variables: dict[str, str], doing: str, then: str) -> None:
    result = subprocess.run(
        command, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise CommandFailed(doing, result.stderr or result.stdout, then)
