"""`jaicp serve` and `jaicp channel` as they are used: set up, publish, answer, change, go back."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from contextlib import asynccontextmanager

import httpx
import pytest
from click.testing import CliRunner

from jaicp.cli.main import cli

SCRIPT = "theme: /\n    state: Hello\n        q!: hello\n        a: {}\n"
SERVE = """
import sys
from jaicp.cli import main
from jaicp.server.deploy import host
host.GIT_SECONDS = float(sys.argv[1])
main.main(["serve", *sys.argv[2:]])
"""
"""`jaicp serve`, looking at repositories every so many seconds."""

UPDATE = {"event": "new_message", "chat": {"id": 1}, "kind": "visitor", "text": "hello"}


@pytest.fixture
def bot(tmp_path):
    folder = tmp_path / "bot"
    (folder / "src").mkdir(parents=True)
    (folder / "chatbot.yaml").write_text("name: shop\nentryPoint: main.sc\n")
    (folder / "src/main.sc").write_text(SCRIPT.format("One"))
    return folder


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def jaicp(*arguments, code=0):
    done = CliRunner().invoke(cli, ["channel", *arguments])
    assert done.exit_code == code, done.output
    return done.output


async def answering(client, endpoint, wanted):
    """Ask until `wanted` is the answer; its text or its error."""
    for _ in range(300):
        body = (await client.post(endpoint, json=UPDATE)).json()
        told = body["messages"][0]["text"] if "messages" in body else body["error"]
        if told == wanted:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(told)


@asynccontextmanager
async def serving(folder, git_seconds="3600"):
    """The address of a server of channels, which ends well; its log is the file `log`."""
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *[sys.executable, "-c", SERVE, git_seconds, "--port", "0"],
            cwd=folder,
            env={**os.environ},
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
    try:
        base = ""
        while line := (await process.stdout.readline()).decode():
            if line.startswith("ready"):
                base = line.split()[1].removesuffix("/ready")
                break
        yield base
    finally:
        process.send_signal(signal.SIGTERM)
        code = await process.wait()
    assert code == 0, (folder / "log").read_text()


def test_a_channel_from_its_first_day_to_its_last(tmp_path, bot):
    added = jaicp("add", "shop", str(bot), "--manual", "--tests", "skip")
    path = re.search(r"endpoint +http://[^/]+(\S+)", added)[1]
    hook = re.search(r"hook +http://[^/]+(\S+)", added)[1]

    async def play():
        async with (
            serving(tmp_path) as base,
            httpx.AsyncClient(timeout=30, trust_env=False) as client,
        ):
            endpoint = base + path
            await answering(client, endpoint, "not_deployed")
            assert (await client.post(f"{base}{path}x", json=UPDATE)).status_code == 404
            published = await asyncio.to_thread(jaicp, "publish", "shop")
            assert published.endswith("build 1 of shop answers\n")
            await answering(client, endpoint, "One")
            (bot / "src/main.sc").write_text(SCRIPT.format("Two"))
            assert (await client.post(base + hook)).json() == {
                "result": "ok",
                "automatic": False,
            }
            await asyncio.to_thread(jaicp, "edit", "shop", "--automatic")
            await answering(client, endpoint, "Two")
            (bot / "src/main.sc").write_text("theme: /\n    state: Hello\n        go!: /No\n")
            await asyncio.to_thread(jaicp, "publish", "shop", code=1)
            await answering(client, endpoint, "Two")
            await asyncio.to_thread(jaicp, "edit", "shop", "--manual", "--tests", "skip")
            await asyncio.to_thread(jaicp, "rollback", "shop")
            await answering(client, endpoint, "One")
            await asyncio.to_thread(jaicp, "block", "shop")
            await answering(client, endpoint, "blocked")
            health = (await client.get(f"{base}/health")).json()
            assert health["channels"]["shop"]["build"] == 1
            assert (await client.get(f"{base}/ready")).json()["ready"] is True
            await asyncio.to_thread(jaicp, "remove", "shop", "--yes")
            await answering(client, endpoint, "not_found")

    asyncio.run(play())
    assert path.rpartition("/")[2] not in (tmp_path / "log").read_text()


def git(*arguments, at):
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=at, check=True, capture_output=True)


def push(bot, text, branch="master"):
    """Commit another answer and push it to a branch."""
    (bot / "src/main.sc").write_text(SCRIPT.format(text))
    git("add", ".", at=bot)
    git("commit", "-qm", f"It says {text}", at=bot)
    git("push", "-q", "origin", f"HEAD:{branch}", at=bot)


def test_what_is_pushed_to_the_branch_is_published(tmp_path, bot):
    git("init", "-q", "--bare", "-b", "master", "shop.git", at=tmp_path)
    git("init", "-q", "-b", "master", at=bot)
    git("remote", "add", "origin", str(tmp_path / "shop.git"), at=bot)
    push(bot, "One")
    added = jaicp("add", "shop", str(tmp_path / "shop.git"), "--automatic", "--tests", "skip")
    path = re.search(r"endpoint +http://[^/]+(\S+)", added)[1]
    hook = re.search(r"hook +http://[^/]+(\S+)", added)[1]
    told = {"result": "ok", "automatic": True}

    async def play():
        async with httpx.AsyncClient(trust_env=False) as client:
            async with serving(tmp_path, git_seconds="0.5") as base:
                await answering(client, base + path, "One")
                await asyncio.to_thread(push, bot, "Two")
                await answering(client, base + path, "Two")  # found by looking
            async with serving(tmp_path) as base:
                await answering(client, base + path, "Two")
                await asyncio.to_thread(push, bot, "Other", "other")
                assert (await client.post(base + hook)).json() == told
                await asyncio.to_thread(push, bot, "Three")
                assert (await client.post(base + hook)).json() == told
                await answering(client, base + path, "Three")  # told by the hook
        log = (tmp_path / "log").read_text()
        assert "build 3 answers" in log
        assert "build 4" not in log  # neither twice nor the other branch

    asyncio.run(play())
