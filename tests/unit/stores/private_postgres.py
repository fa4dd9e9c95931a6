"""A PostgreSQL of our own for as long as the tests run, from the machine's packages."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from jaicp.stores.tables import METADATA

USER = "postgres"


def _programs():
    """The folder of `initdb` and its friends, None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders and (folders[-1] / "initdb").exists() else None


def _as_user(command):
    """The command, run by another user where we are root: PostgreSQL refuses root."""
    return ["runuser", "-u", USER, "--", *command] if os.geteuid() == 0 else command


@contextmanager
def private_postgres():
    """The address of a new database; skips the test that asks where there is no PostgreSQL."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="jaicp-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    data = folder / "data"
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-o", options]
    try:
        make = [str(programs / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-N"]
        subprocess.run(_as_user([*make, "-E", "UTF8"]), check=True, capture_output=True, cwd="/")
        start = _as_user([*control, "-l", str(folder / "log"), "start"])
        subprocess.run(start, check=True, capture_output=True, cwd="/", timeout=60)
        yield f"postgresql://{USER}@/{USER}?host={folder}"
    finally:
        stop = _as_user([*control, "-m", "immediate", "stop"])
        subprocess.run(stop, check=False, capture_output=True, cwd="/", timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def emptied(address):
    """The same database without a row, once nobody uses it; tables that are not there yet are no matter."""
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        there = set(inspect(connection).get_table_names()) & set(METADATA.tables)
        if there:
            connection.execute(text(f"TRUNCATE {', '.join(sorted(there))}"))
    engine.dispose()
    return address
