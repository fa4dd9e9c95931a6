"""`jaicp serve` and `jaicp channel` as they are used: set up, publish, answer, change, go back."""

import asyncio
import os
import re
import signal
import sys

import httpx
import pytest
from click.testing import CliRunner

from jaicp.cli.main import cli

SCRIPT = "theme: /\n    state: Hello\n        q!: hello\n        a: {}\n"
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


def test_a_channel_from_its_first_day_to_its_last(tmp_path, bot):
    added = jaicp("add", "shop", str(bot), "--manual", "--tests", "skip")
    path = re.search(r"endpoint +http://[^/]+(\S+)", added)[1]
    hook = re.search(r"hook +http://[^/]+(\S+)", added)[1]

    async def play(log):
        process = await asyncio.create_subprocess_exec(
            *[sys.executable, "-m", "jaicp", "serve", "--port", "0"],
            cwd=tmp_path,
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
            async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
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
        finally:
            process.send_signal(signal.SIGTERM)
            code = await process.wait()
        told = (tmp_path / "log").read_text()
        assert code == 0, told
        assert path.rpartition("/")[2] not in told

    with (tmp_path / "log").open("wb") as log:
        asyncio.run(play(log))
