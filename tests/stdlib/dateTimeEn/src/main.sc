require: dateTime/dateTimeEn.sc
    module = sys.zb-common

theme: /

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
