require: dateTime/dateTime.sc
    module = sys.zb-common

theme: /

    state: Check
        q!: проверь $DateAbsolute::day [будущее:future/прошлое:past]
        script:
            $temp.day = dateToString($parseTree._day);
            $temp.option = $parseTree.value || "current";
            $temp.full = getFullDate($temp.day, true, $temp.option);
        a: {{ $temp.full }} {{ checkDateInPast($temp.day, false, $temp.option) }} {{ checkDateInFuture($temp.day, false, $temp.option) }}

    state: Period
        q!: * $DatePeriod *
        script:
            $temp.start = dateToString($parseTree._DatePeriod.startDate);
            $temp.end = dateToString($parseTree._DatePeriod.endDate);
        a: {{ $temp.start }} – {{ $temp.end }}
        if: $temp.start && $temp.end
            a: {{ checkPeriod($temp.start, $temp.end) }} {{ checkPeriodInProgress($temp.start, $temp.end, true) }}

    state: DateTime
        q!: * $DateTime *
        a: {{ JSON.stringify($parseTree._DateTime).replace(/"/g, "") }}

    state: Moment
        q!: в русском календаре
        a: {{ moment([2021, 2, 8]).locale("ru").format("LL") }}

    state: Other
        q!: *
        a: не время
