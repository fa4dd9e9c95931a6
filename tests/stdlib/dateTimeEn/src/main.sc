require: dateTime/dateTimeEn.sc
    module = sys.zb-common

require: dateTime/moment-business.js
    module = sys.zb-common

theme: /

    state: WorkingDays
        q!: working days until * $DateAbsolute
        script:
            $temp.from = currentDate();
            $temp.until = moment([2021, $parseTree._DateAbsolute.month - 1, $parseTree._DateAbsolute.day]);
        a: {{ weekDays($temp.from, $temp.until) }} and {{ weekendDays($temp.from, $temp.until) }}

    state: Later
        q!: [in] $Number working days
        a: {{ addWeekDays(currentDate(), $parseTree._Number).format("DD.MM") }}

    state: Earlier
        q!: $Number working days ago
        a: {{ subtractWeekDays(currentDate(), $parseTree._Number).format("DD.MM") }}

    state: Period
        q!: * $DatePeriod *
        a: {{ JSON.stringify($parseTree._DatePeriod).replace(/"/g, "") }}

    state: DateTime
        q!: * $DateTime *
        a: {{ JSON.stringify($parseTree._DateTime).replace(/"/g, "") }}

    state: Season
        q!: * $Season *
        a: season {{ $parseTree._Season }}

    state: Weekend
        q!: * $Weekend *
        a: weekend

    state: Other
        q!: *
        a: no time
