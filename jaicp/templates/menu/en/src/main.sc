# A bot with a menu: buttons, nested states, an intent and a form of two questions.
require: functions.js

patterns:
    $yes = (yes|yep|sure|right|ok)
    $no = (no|nope|not)
    $count = $regexp<[1-9]\d?> || converter = function(parseTree) { return parseInt(parseTree.text, 10); }

theme: /

    state: Menu
        q!: $regex</start>
        q!: * (hello|hi|hey|menu) *
        a: Hello! This is a small tea shop. What would you like?
        buttons:
            "Order tea" -> /Order
            "Opening hours" -> /Hours

    state: Hours
        intent!: /Hours
        a: We are here from 9 to 18, Monday to Friday.

    state: Order
        q!: * order [tea] *
        script: $session.order = {};
        a: How many packs? Write a number up to 99.

        state: Count
            q: * $count *
            script: $session.order.count = $parseTree._count;
            a: {{ packs($session.order.count) }}. Is that right?
            buttons:
                "Yes" -> ./Confirm
                "No" -> /Order

            state: Confirm
                q: * $yes *
                a: Thank you! We pack {{ packs($session.order.count) }} for you.
                go: /

            state: Again
                q: * $no *
                go!: /Order

        state: NoCount
            q: *
            a: Please write just a number, such as 2.
            go: ..

    state: NoMatch || noContext = true
        event!: noMatch
        random:
            a: I did not get that. Write "menu" to see what I can do.
            a: Sorry, I only know about tea. Write "menu".
