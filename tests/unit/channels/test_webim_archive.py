"""What people said, read from Webim's stored data; the other side is the stand-in for Webim."""

import asyncio

import httpx
import pytest

from jaicp.channels.base import ArchiveError
from jaicp.channels.webim import WebimSettings
from jaicp.channels.webim.archive import WebimArchive
from jaicp.webim_sim.simulator import Simulator
from jaicp.webim_sim.world import World

AT = 1_700_000_000.0


def settings(host="acme", **more):
    return WebimSettings(host=host, login="admin@desk.example", password="simulated", **more)


def against_simulator(scene, **more):
    async def play():
        world = World(clock=lambda: AT)
        async with (
            Simulator(world=world) as sim,
            WebimArchive(settings(sim.url, **more)) as archive,
        ):
            return await scene(sim, archive)

    return asyncio.run(play())


def talk(sim):
    """A chat in which the bot, the visitor and a person have spoken."""
    chat = sim.world.open_chat("v")
    for message in (
        {"kind": "visitor", "text": "hi"},
        {"kind": "operator", "text": "I am the bot", "operator_id": 99},
        {"kind": "info", "text": "Olga came in"},
        {"kind": "operator", "text": "I am Olga", "operator_id": 17},
        {"kind": "keyboard_response", "data": {"button": {"id": "1", "text": "Yes"}}},
        {"kind": "file_visitor", "data": {"url": "https://f.example/1"}},
    ):
        sim.world.add(chat, message)
    return chat


def test_each_saying_has_its_speaker_and_time():
    async def scene(sim, archive):
        chat = talk(sim)
        harvest = await archive.since("0")
        assert {said.chat for said in harvest.spoken} == {str(chat.id)}
        assert {said.time for said in harvest.spoken} == {AT}
        assert len({said.id for said in harvest.spoken}) == 5
        return [(said.operator, said.text) for said in harvest.spoken]

    assert against_simulator(scene) == [
        (None, "hi"),
        ("99", "I am the bot"),
        ("Olga Orlova", "I am Olga"),
        (None, "Yes"),
        (None, "https://f.example/1"),
    ]


def test_the_bot_is_left_out_where_its_account_is_known():
    async def scene(sim, archive):
        talk(sim)
        return [said.operator for said in (await archive.since("0")).spoken]

    assert "99" not in against_simulator(scene, operator_id="99")


def test_pages_follow_each_other():
    async def scene(sim, archive):
        sim.desk.page_size = 2
        for _ in range(3):
            talk(sim)
        first = await archive.since("0")
        second = await archive.since(first.cursor)
        third = await archive.since(second.cursor)
        return first, second, third

    first, second, third = against_simulator(scene)
    assert [harvest.more for harvest in (first, second, third)] == [True, False, False]
    assert [len(harvest.spoken) for harvest in (first, second, third)] == [10, 5, 0]
    assert third.cursor == second.cursor


def read(*responses):
    async def play():
        answers = iter(responses)
        transport = httpx.MockTransport(lambda _: next(answers))
        async with WebimArchive(settings(), transport=transport) as archive:
            return await archive.since("5")

    return asyncio.run(play())


@pytest.mark.parametrize(
    ("response", "problem", "barred"),
    [
        (httpx.Response(401), "not accepted", True),
        (httpx.Response(403), "not accepted", True),
        (httpx.Response(500), "status 500", False),
        (httpx.Response(200, text="<html>"), "no JSON", False),
        (httpx.Response(200, json={"error": "no-tariff-option"}), "no-tariff-option", False),
        (httpx.Response(200, json=[]), "another shape", False),
    ],
)
def test_what_cannot_be_read_is_told(response, problem, barred):
    with pytest.raises(ArchiveError, match=problem) as caught:
        read(response)
    assert caught.value.barred is barred


def test_what_is_odd_in_a_page_is_left_out():
    message = {"id": 1, "kind": "visitor", "message": "hi", "created_at": "2025-01-01T00:00:00Z"}
    odd = [5, {}, {**message, "created_at": "yesterday"}, {**message, "message": " "}, {"kind": []}]
    chats = [
        5,
        {"id": None, "messages": [message]},
        {"id": 7},
        {"id": 8, "messages": [*odd, message]},
    ]
    people = httpx.Response(200, json=[])
    harvest = read(httpx.Response(200, json={"chats": chats, "more_chats_available": True}), people)
    assert [(said.chat, said.text, said.time) for said in harvest.spoken] == [
        ("8", "hi", 1735689600.0)
    ]
    assert (harvest.cursor, harvest.more) == ("5", False)


# Who is there


@pytest.mark.parametrize(
    ("people", "own", "is_somebody"),
    [
        ([("17", "online", ["operator"])], "", True),
        ([("17", "offline", ["operator"]), ("18", "invisible", ["operator"])], "", False),
        ([("17", "online", ["admin"])], "", False),
        ([("17", "online", ["admin", "operator"])], "", True),
        ([("17", "online", ["operator"])], "17", False),
        ([("17", "online", None)], "", True),
        ([], "", False),
    ],
)
def test_somebody_is_there_who_is_online_and_takes_chats(people, own, is_somebody):
    listed = [{"id": int(id_), "status": status, "roles": roles} for id_, status, roles in people]

    async def scene():
        transport = httpx.MockTransport(lambda _: httpx.Response(200, json=listed))
        async with WebimArchive(settings(operator_id=own), transport=transport) as archive:
            return await archive.operators_online()

    assert asyncio.run(scene()) is is_somebody


def test_the_stand_in_has_somebody_there():
    async def scene(sim, archive):
        return await archive.operators_online()

    assert against_simulator(scene) is True


def test_who_is_there_may_not_be_known():
    async def scene():
        transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"people": []}))
        async with WebimArchive(settings(), transport=transport) as archive:
            await archive.operators_online()

    with pytest.raises(ArchiveError, match="another shape"):
        asyncio.run(scene())
