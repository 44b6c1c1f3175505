"""Makes Superset's own database, its one user and the dashboard: `load.py BUNDLE.zip`, in Superset's environment."""

import os
import sys
from pathlib import Path
from zipfile import ZipFile

from flask import g
from flask_migrate import upgrade
from superset.app import create_app

USER = "admin"


def main(bundle: Path) -> None:
    """Brings everything to what the bundle and the password file say; running it again changes nothing."""
    password = (Path(os.environ["ONRECORD_DASHBOARD"]) / "password").read_text("utf-8").strip()
    with create_app().app_context():
        # Superset's modules can be imported once there is an app.
        from superset.commands.importers.v1.assets import ImportAssetsCommand
        from superset.commands.importers.v1.utils import get_contents_from_bundle
        from superset.extensions import appbuilder, security_manager

        upgrade()
        appbuilder.add_permissions(update_perms=True)
        security_manager.sync_role_definitions()
        user = security_manager.find_user(USER)
        if user is None:
            role = security_manager.find_role("Admin")
            security_manager.add_user(USER, "onrecord", "dashboard", "admin@localhost", role, password=password)
        else:
            security_manager.reset_password(user.id, password)
        g.user = security_manager.find_user(USER)
        with ZipFile(bundle) as archive:
            contents = get_contents_from_bundle(archive)
        # This command and no other also overwrites the database's path, which changes when a home moves.
        ImportAssetsCommand(contents).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
