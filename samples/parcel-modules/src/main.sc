require: parcel.js
    type = scriptEs6
    name = parcel

patterns:
    $weight = $regexp<\d+([.,]\d+)?>

theme: /

    state: Hello
        q!: $regex</start>
        q!: (hello|hi)
        a: Hello! I tell what a parcel costs and when it arrives. How heavy is it, in kilograms?

        state: Weight
            q: * $weight *
            script:
                $session.kilograms = parcel.weight($parseTree._weight);
            if: parcel.isTooHeavy($session.kilograms)
                a: We carry up to {{ parcel.heaviest }} kg only.
            else:
                a: Where to: to the town, or abroad?
                buttons:
                    "To the town" -> ../Town
                    "Abroad" -> ../Abroad

        state: Town
            q: * town *
            scriptEs6:
                $reactions.answer(await parcel.offer($session.kilograms, "town"));

        state: Abroad
            q: * abroad *
            scriptEs6:
                $reactions.answer(await parcel.offer($session.kilograms, "abroad"));

    state: NoMatch || noContext = true
        event!: noMatch
        a: A number is enough, such as 2.5.
