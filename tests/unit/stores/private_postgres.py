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


class Postgres:
    """A PostgreSQL that runs: its address, and the switch."""

    def __init__(self, folder, control):
        self.address = f"postgresql://{USER}@/{USER}?host={folder}"
        self._start = [*control, "-l", str(folder / "log"), "start"]
        self._stop = [*control, "-m", "immediate", "stop"]

    def start(self):
        command = _as_user(self._start)
        subprocess.run(command, check=True, capture_output=True, cwd="/", timeout=60)

    def stop(self, *, check=True):
        """End it as a loss of power would: nobody is waited for."""
        command = _as_user(self._stop)
        subprocess.run(command, check=check, capture_output=True, cwd="/", timeout=60)


@contextmanager
def private_postgres():
    """The address of a new database; skips the test that asks where there is no PostgreSQL."""
    with switched_postgres() as running:
        yield running.address


@contextmanager
def switched_postgres(durable=False):
    """A new database that can be stopped and started; one that is `durable` keeps what it has committed."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="jaicp-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    data = folder / "data"
    options = f"-k {folder} -c listen_addresses='' -c fsync={'on' if durable else 'off'}"
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-o", options]
    try:
        make = [str(programs / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-N"]
        subprocess.run(_as_user([*make, "-E", "UTF8"]), check=True, capture_output=True, cwd="/")
        running = Postgres(folder, control)
        running.start()
        yield running
    finally:
        Postgres(folder, control).stop(check=False)
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
