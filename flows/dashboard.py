"""Superset beside the pipeline: its environment, its folder in the home, the dashboard in it, and its server."""

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import venv
from importlib.resources import as_file, files
from pathlib import Path

from flows.loopback import HOST
from transforms.text.errors import PipelineError
from warehouse.dashboard.bundle import bundle

USER = "admin"
_SUPERSET = files("warehouse.dashboard") / "superset"
_SECRET_BYTES = {"secret_key": 48, "password": 12}
_NEWEST = (3, 12)  # Python that Superset and its pinned packages are made for
_MARK = "onrecord-dashboard"  # a folder with it was made here, and may be made anew
_TAIL = 2_000  # characters of a failed command's output that are shown


class CommandFailed(PipelineError):
    """Installing or loading did not work."""

    def __init__(self, doing: str, output: str, then: str) -> None:
        super().__init__(f"{doing} failed:\n{output[-_TAIL:].strip()}\n{then}")


class PythonTooNew(PipelineError):
    """Superset's pinned packages are made for older versions."""

    def __init__(self) -> None:
        super().__init__(
            f"Apache Superset 6.1 runs on Python up to {_NEWEST[0]}.{_NEWEST[1]}, this is {sys.version_info[0]}."
            f"{sys.version_info[1]}. Start `onrecord dashboard` from an installation with an older one, or make the "
            "charts in another tool (docs/bi.md)."
        )


class EnvironmentInUse(PipelineError):
    """The folder for Superset holds something that was not put there by this command."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} holds something else. Give --environment a folder that is new or empty.")


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
            PythonTooNew: there are no packages for this Python.
            EnvironmentInUse: the folder holds something else, which stays as it is.
            CommandFailed: pip could not install them.
        """
        done = self.environment / "installed"
        with as_file(_SUPERSET / "requirements.lock") as lock:
            digest = hashlib.sha256(lock.read_bytes()).hexdigest()
            if done.is_file() and done.read_text("utf-8") == digest:
                return False
            self._make_folder()
            self._empty_environment()
            venv.create(self.environment, with_pip=True)
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

    def _make_folder(self) -> None:
        """Superset's database is in it, too, which others could read."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)

    def _empty_environment(self) -> None:
        if sys.version_info[:2] > _NEWEST:
            raise PythonTooNew
        mark = self.environment / _MARK
        if self.environment.exists():
            if not mark.is_file() and (not self.environment.is_dir() or any(self.environment.iterdir())):
                raise EnvironmentInUse(self.environment)
            shutil.rmtree(self.environment)
        self.environment.mkdir(parents=True)
        mark.touch()

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
        self._make_folder()
        for name, size in _SECRET_BYTES.items():
            path = self.folder / name
            if not path.is_file():
                path.touch(mode=0o600)
                path.write_text(secrets.token_urlsafe(size) + "\n", "utf-8")


def _run(command: list[str], variables: dict[str, str], doing: str, then: str) -> None:
    result = subprocess.run(
        command, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise CommandFailed(doing, result.stderr or result.stdout, then)
