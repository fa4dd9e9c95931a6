require: where/where.sc
    module = sys.zb-common

theme: /

    state: Region
        q!: [в/из/по] $Region
        a: {{ $parseTree._Region.name }}: нет {{ $parseTree._Region.genName }}, к {{ $parseTree._Region.datName }}, в {{ $parseTree._Region.accName }}, {{ $parseTree._Region.insName }}, о {{ $parseTree._Region.locName }}

    state: Weather
        q!: погода [в] $Where
        a: Погода: {{ $parseTree._Where.name }}

    state: NoMatch
        event!: noMatch
        a: Такого места нет.
