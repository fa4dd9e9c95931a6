require: common.js
    module = sys.zb-common

theme: /

    state: Words
        q!: число *
        a: {{ numberToString(Number($request.query.split(" ")[1])) }}

    state: Ordinal
        q!: порядковое *
        a: {{ numberToString(Number($request.query.split(" ")[1]), "ordinal") }}

    state: Texts
        q!: тексты
        a: {{ resolveInlineDictionary("Привет{, друг/, приятель}!") }}
        a: {{ resolveVariables("Вы сказали {{ $request.query }}.") }}
        a: {{ formatLink("Смотрите [сайт](https://example.com/a?b=1) и https://example.org") }}
        a: {{ fillWithZero(7) }} {{ fillWithZero(12) }}
        a: {{ selectRandomArg("один", "два") }} {{ selectRandomArg(["три", "четыре"]) }}
        a: {{ safeValue([{value: 5}], 1) }} {{ safeValue(undefined, 1) }}
        a: {{ currentState() }} {{ testMode() }} {{ themeExists("/Texts") }} {{ themeExists("/Other") }}
        a: {{ paginator(["а", "б", "в", "г", "д"], 2, 2, "дальше", "назад").join(" ") }}

    state: Pretty
        q!: объект
        script:
            $temp.circle = {a: null, b: [1, {c: undefined}], d: "текст"};
            $temp.circle.self = $temp.circle;
        a: {{ toPrettyString($temp.circle) }}

    state: Dates
        q!: даты
        a: {{ toMoment({value: {days: 1, hour: 9}}).format("YYYY-MM-DD HH:mm") }}
        a: {{ toMoment({year: 20, month: 3, day: 31}).format("YYYY-MM-DD") }}
        a: {{ moment.unix(toFuture({hour: 5})).format("DD HH") }} {{ moment.unix(toPast({hour: 23})).format("DD HH") }}
        a: {{ moment.unix(toFuture({month: 2, day: 3})).format("YYYY-MM-DD") }}
        a: {{ isPast({hour: 5}) }} {{ dayStart({days: 2}).format("DD HH:mm") }} {{ dayEnd({days: 2}).format("DD HH:mm") }}
        a: {{ toPrettyString(mergeTwoDateTime({value: {day: 3}}, {value: {hour: 5}}).value) }}

    state: NoMatch || noContext = true
        event!: noMatch
        a: Не понимаю.
