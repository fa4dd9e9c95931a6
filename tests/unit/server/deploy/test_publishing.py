"""Deployments: a build answers once every step went well, and one that fails changes nothing."""

import asyncio
import stat
import subprocess
from pathlib import Path

import pytest

from jaicp.runtime.messages import Event, Session, Turn
from jaicp.server.deploy import stages as stages_module
from jaicp.server.deploy.models import ChannelSetup
from jaicp.server.deploy.publisher import Publisher
from jaicp.server.deploy.registry import NoChannelError, Registry
from jaicp.server.deploy.switch import Switch
from jaicp.server.deploy.vault import KEY_VARIABLE, Vault, VaultError, open_vault
from jaicp.stores.memory import MemoryStore

SCRIPT = "theme: /\n    state: Hello\n        q!: hello\n        a: {}\n"
SUITE = "<test><test-case><q>hello</q><a>{}</a></test-case></test>"


def write(folder, answer, suite=""):
    for path, text in {
        "chatbot.yaml": "name: shop\nentryPoint: main.sc\n",
        "src/main.sc": SCRIPT.format(answer),
        "test/test.xml": SUITE.format(suite or answer),
    }.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


@pytest.fixture
def registry():
    return Registry(MemoryStore(), Vault(b"x" * 43 + b"="))


@pytest.fixture
def publisher(registry, tmp_path):
    return Publisher(registry, tmp_path / "builds", clock=lambda: 5.0)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "bot"
    write(folder, "One")
    return folder


def stages(build):
    return [(stage.name, stage.status) for stage in build.stages]


def script(build):
    return Path(build.path, "src/main.sc").read_text()


def add(registry, source, **more):
    return registry.add(ChannelSetup(name="shop", source=str(source), **more))


class TestPublishing:
    def test_a_folder_is_copied_checked_tested_and_answers(self, publisher, registry, folder):
        add(registry, folder)
        told = []
        publisher.on_stage = lambda _, stage: told.append(stage.name)
        build = publisher.publish("shop")
        assert build.status == "done"
        assert stages(build) == [
            ("fetch", "done"),
            ("dependencies", "done"),
            ("check", "done"),
            ("test", "done"),
            ("activate", "done"),
        ]
        assert told == [stage.name for stage in build.stages]
        assert registry.channel("shop").active == 1
        assert "a: One" in script(build)
        assert registry.builds("shop") == [build]

    def test_a_failed_step_keeps_what_answered(self, publisher, registry, folder):
        add(registry, folder)
        publisher.publish("shop")
        write(folder, "Two", suite="Something else")
        build = publisher.publish("shop")
        assert stages(build)[-1] == ("test", "failed")
        assert "Something else" in build.stages[-1].log
        assert registry.channel("shop").active == 1
        (folder / "src/main.sc").write_text("theme: /\n    state: Hello\n        go!: /Nowhere\n")
        build = publisher.publish("shop")
        assert stages(build)[-1] == ("check", "failed")
        assert "Nowhere" in build.stages[-1].log
        assert not Path(build.path).exists()
        assert registry.channel("shop").active == 1

    def test_tests_may_be_skipped_or_played_in_the_background(
        self, quick, publisher, registry, folder
    ):
        write(folder, "One", suite="Something else")
        add(registry, folder, tests="skip")
        assert ("test", "skipped") in stages(publisher.publish("shop"))
        build = publisher.publish("shop", tests="background")
        assert build.status == "done"
        publisher.wait()
        assert ("test", "failed") in stages(registry.builds("shop")[-1])
        assert registry.channel("shop").active == 2

    def test_the_last_builds_are_kept_and_can_answer_again(
        self, quick, publisher, registry, folder
    ):
        add(registry, folder, tests="skip", keep=2)
        for answer in ("One", "Two", "Three"):
            write(folder, answer)
            publisher.publish("shop")
        assert [build.number for build in registry.builds("shop")] == [2, 3]
        assert "a: Two" in script(publisher.rollback("shop"))
        assert registry.channel("shop").active == 2
        assert publisher.rollback("shop", 3).number == 3
        with pytest.raises(ValueError, match="no build 1 of `shop`"):
            publisher.rollback("shop", 1)

    def test_two_who_publish_at_a_time_do_not_meet(self, publisher, registry, folder, quick):
        add(registry, folder)
        (publisher.folder / "shop" / "1").mkdir(parents=True)
        build = publisher.publish("shop")
        assert (build.number, build.status) == (2, "done")

    def test_a_folder_that_is_gone_is_told(self, publisher, registry, tmp_path):
        add(registry, tmp_path / "nothing")
        assert "there is no folder" in publisher.publish("shop").stages[0].log
        with pytest.raises(NoChannelError, match="there is no channel `bank`"):
            publisher.publish("bank")


NPM = """#!/bin/sh
echo "$@" > "$NPM_SAID"; ls -a >> "$NPM_SAID"
[ -e fail ] || grep -q fails package.json && { echo "npm ERR! no such package"; exit 1; }
mkdir -p node_modules/greeter && echo "module.exports = 'from npm';" > node_modules/greeter/index.js
"""
MODULE = "require: m.js\n    type = scriptEs6\n    name = m\n" + SCRIPT.format("{{ m }}")


class TestPackages:
    @pytest.fixture
    def bot(self, folder, tmp_path, monkeypatch):
        tool = tmp_path / "bin" / "npm"
        tool.parent.mkdir()
        tool.write_text(NPM)
        tool.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tool.parent}:/usr/bin:/bin")
        monkeypatch.setenv("NPM_SAID", str(tmp_path / "said"))
        write(folder, "from npm")
        (folder / "src/main.sc").write_text(MODULE)
        (folder / "src/m.js").write_text("import greeting from 'greeter'; export default greeting;")
        (folder / "src/package.json").write_text('{"dependencies": {"greeter": "1.0.0"}}')
        (folder / "src/.npmrc").write_text("git=/bin/evil")
        return folder

    def test_npm_installs_them_and_nothing_of_them_is_run(self, publisher, registry, bot, tmp_path):
        add(registry, bot)
        build = publisher.publish("shop")
        assert build.status == "done", build.stages
        said = (tmp_path / "said").read_text().split("\n")
        assert said[0].startswith("install --ignore-scripts --omit=dev")
        assert ".npmrc" not in said
        assert "npm install: done" in build.stages[1].log
        assert sorted(one.name for one in Path(build.path, "src").iterdir()) == [
            ".npmrc",
            "m.js",
            "main.sc",
            "node_modules",
            "package.json",
        ]

    def test_a_lock_file_is_kept_to(self, publisher, registry, bot, tmp_path):
        (bot / "src/package-lock.json").write_text("{}")
        add(registry, bot)
        assert publisher.publish("shop").status == "done"
        assert (tmp_path / "said").read_text().startswith("ci ")

    def test_what_is_installed_is_copied(self, publisher, registry, bot, tmp_path):
        home = bot / "src/node_modules/greeter"
        home.mkdir(parents=True)
        (home / "index.js").write_text("module.exports = 'from npm';")
        add(registry, bot)
        assert publisher.publish("shop").status == "done"
        assert not (tmp_path / "said").exists()

    def test_a_package_that_cannot_be_had_ends_the_deployment(self, publisher, registry, bot):
        (bot / "src/package.json").write_text('{"dependencies": {"fails": "1.0.0"}}')
        add(registry, bot)
        build = publisher.publish("shop")
        assert stages(build) == [("fetch", "done"), ("dependencies", "failed")]
        assert "no such package" in build.stages[1].log

    def test_without_npm_the_check_tells_what_is_missing(
        self, publisher, registry, bot, monkeypatch, tmp_path
    ):
        monkeypatch.setenv("PATH", str(tmp_path))
        add(registry, bot, tests="skip")
        build = publisher.publish("shop")
        assert build.status == "done"
        assert "there is no npm on this machine" in build.stages[1].log
        assert "the package `greeter` is not installed" in build.stages[2].log


def test_of_two_edits_at_a_time_none_is_undone(registry, folder, monkeypatch):
    add(registry, folder)
    read, others = Registry._read, [{"keep": 7}, {"blocked": True}]

    def read_slowly(self, data):
        found = read(self, data)
        if others:  # somebody else is quicker
            registry.edit("shop", others.pop())
        return found

    monkeypatch.setattr(Registry, "_read", read_slowly)
    registry.edit("shop", {"ref": "next"})
    setup = registry.channel("shop")
    assert (setup.ref, setup.keep, setup.blocked) == ("next", 7, True)


def test_a_name_is_given_once(registry, folder):
    made = add(registry, folder)
    with pytest.raises(ValueError, match="already"):
        add(registry, folder)
    assert registry.channel("shop").secret == made.secret


@pytest.fixture
def quick(monkeypatch):
    """Steps that run a program of ours take no time; a suite that expects something else fails."""

    def play(folder):
        if "Something else" in Path(folder, "test/test.xml").read_text():
            raise stages_module.StageError("1 failed")
        return ""

    monkeypatch.setattr(stages_module, "check", lambda _: "")
    monkeypatch.setattr(stages_module, "run_tests", play)


def git(*arguments, at):
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    done = subprocess.run(["git", *who, *arguments], cwd=at, check=True, capture_output=True)
    return done.stdout.decode().strip()


class TestGit:
    @pytest.fixture
    def repository(self, folder):
        git("init", "-q", "-b", "master", at=folder)
        git("add", ".", at=folder)
        git("commit", "-qm", "One", at=folder)
        git("tag", "v1", at=folder)
        write(folder, "Two")
        git("commit", "-qam", "Two", at=folder)
        return folder

    @pytest.mark.parametrize(
        ("ref", "answer"), [("master", "Two"), ("v1", "One"), ("commit", "One")]
    )
    def test_a_branch_a_tag_or_a_commit(self, quick, publisher, registry, repository, ref, answer):
        commit = git("rev-parse", "v1", at=repository)
        add(registry, f"file://{repository}", ref=commit if ref == "commit" else ref, tests="skip")
        build = publisher.publish("shop")
        assert build.status == "done", build.stages
        assert f"a: {answer}" in script(build)
        assert build.version == git(
            "rev-parse", "v1" if answer == "One" else "master", at=repository
        )

    def test_a_ref_that_is_not_there_is_told(self, publisher, registry, repository):
        add(registry, f"file://{repository}", ref="nothing")
        build = publisher.publish("shop")
        assert stages(build) == [("fetch", "failed")]


class TestSecrets:
    def test_nothing_readable_is_kept_or_shown(self, publisher, registry, folder):
        setup = add(
            registry, folder, domain="acme", token="to-ken", email="a@b.ru", password="pass-word"
        )
        kept = "".join(registry._store.records("channel").values())
        for secret in ("to-ken", "pass-word", setup.secret, setup.hook):
            assert secret not in kept
            assert secret not in str(setup.shown())
            assert secret not in repr(setup)
        assert registry.channel("shop") == setup

    def test_another_key_opens_nothing(self, registry, folder):
        add(registry, folder)
        other = Registry(registry._store, Vault(b"y" * 43 + b"="))
        with pytest.raises(VaultError, match="another key"):
            other.channels()

    def test_the_key_is_made_once_for_its_owner_only(self, tmp_path):
        file = tmp_path / "deep" / "key"
        hidden = open_vault(file, {}).hide("x")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert open_vault(file, {}).reveal(hidden) == "x"
        file.chmod(0o644)
        with pytest.raises(VaultError, match="chmod 600"):
            open_vault(file, {})
        with pytest.raises(VaultError, match="no Fernet key"):
            open_vault(file, {KEY_VARIABLE: "short"})


class FakePool:
    def __init__(self, path):
        self.path = path
        self.closed = False
        self.go = asyncio.Event()

    async def start(self):
        if self.path == "broken":
            raise RuntimeError("broken")

    async def run(self, event, session):
        await self.go.wait()
        assert not self.closed
        return Turn(state=self.path, context="/", event=None, query="hi", session=session)

    def status(self):
        return {"live": 1}

    async def close(self):
        self.closed = True


def test_turns_under_way_end_on_the_version_they_began_with():
    async def play():
        pools = {}

        def new_pool(path):
            return pools.setdefault(path, FakePool(path))

        switch = Switch(new_pool)
        assert not switch.is_deployed
        await switch.deploy("one")
        old = asyncio.create_task(switch.run(Event(query="hi"), Session()))
        await asyncio.sleep(0)
        await switch.deploy("two")
        with pytest.raises(RuntimeError):
            await switch.deploy("broken")
        pools["two"].go.set()
        assert (await switch.run(Event(query="hi"), Session())).state == "two"
        assert not pools["one"].closed
        pools["one"].go.set()
        assert (await old).state == "one"
        await asyncio.sleep(0)
        assert pools["one"].closed
        await switch.close()
        assert pools["two"].closed

    asyncio.run(play())


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "../x"},
        {"source": "--upload-pack=x"},
        {"ref": "-x"},
        {"tests": "never"},
        {"keep": 0},
        {"token": "x"},
        {"domain": "http://acme.example", "token": "x"},
    ],
)
def test_fields_that_make_no_sense_are_refused(fields):
    with pytest.raises(ValueError, match=r"`\w+`"):
        ChannelSetup(**{"name": "shop", "source": "x", **fields})
