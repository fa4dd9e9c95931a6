"""The bots that tests of the language server edit: one without mistakes, one full of them."""

from __future__ import annotations

__all__ = ["BROKEN", "CLEAN"]

CLEAN = {
    "chatbot.yaml": "name: clean\nentryPoint: main.sc\n",
    "src/main.sc": """\
require: functions.js
require: more/orders.sc

patterns:
    $hello = (hello|hi|привет)

theme: /
    state: Start
        q!: * $hello *
        script:
            $session.greeted = greet($client.name);
        a: 👋 Привет, {{ greet("Ann") }}!
        buttons:
            "Order" -> /Orders/New
        go!: ./Ask

        state: Ask
            a: What can I do?

    state: NoMatch
        event!: noMatch
        a: Pardon?
        go: ../Start
""",
    "src/more/orders.sc": """\
theme: /Orders
    state: New
        q!: * order [$hello] *
        a: What would you like?

        state: Cancel
            q: * cancel *
            a: As you like.
            go!: /Start
""",
    "src/functions.js": """\
/** Words for somebody who comes in. */
function greet(name) {
    return "dear " + name;
}
""",
    "test/orders.xml": """\
<test>
    <test-case id="order">
        <q>order</q>
        <a state="/Orders/New">What would you like?</a>
    </test-case>
</test>
""",
}

BROKEN = {
    "chatbot.yaml": "name: broken\nentryPoint: main.sc\n",
    "src/main.sc": """\
require: other.sc
require: nowhere.sc

theme: /
    state: Start
        q!: * (hello *
        script:
            var x = ;
        a: 😀 Привет {{ $session. }}
        go!: /Othr/State
    stat: Lost
        a: Nobody gets here.
    state: NoMatch
        event!: noMatch
        a: Pardon?
""",
    "src/other.sc": """\
theme: /Other
    state: State
        q!: * $unknown *
        a: Hm.
""",
}
