require: where/where.sc
    module = sys.zb-common

theme: /

    state: Region
        q!: [в/из/по] $Region
        a: {{ $parseTree._Region.name }}: нет {{ $parseTree._Region.genName }}, к {{ $parseTree._Region.datName }}, в {{ $parseTree._Region.accName }}, {{ $parseTree._Region.insName }}, о {{ $parseTree._Region.locName }}

    state: Weather
        q!: погода [в] $Where
        a: Погода: {{ $parseTree._Where.name }}

    state: Country
        q!: валюта $Country
        a: {{ $parseTree._Country.genName }}: {{ $parseTree._Country.currency }}

    state: Capital
        q!: чья столица $Capital
        a: {{ $parseTree._Capital.name }} – столица {{ $parseTree._Capital.genCountry }}

    state: CapitalOf
        q!: столица $Country2City
        a: {{ $parseTree._Country2City.name }}

    state: Code
        q!: страна *
        script:
            $temp.found = country($parseTree.text.slice(7));
        a: {{ $temp.found ? $temp.found.name : "нет такой" }}

    state: NoMatch
        event!: noMatch
        a: Такого места нет.
