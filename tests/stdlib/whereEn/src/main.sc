require: where/whereEn.sc
    module = sys.zb-common
require: city/cities-small.csv
    module = sys.zb-common
    name = Large
    var = $Large

theme: /

    state: Weather
        q!: weather in $Where
        a: {{ $parseTree._Where.name }}

    state: Currency
        q!: currency of $Country
        a: {{ $parseTree._Country.currency }}

    state: Capital
        q!: [is] $Capital a capital
        a: of {{ $parseTree._Capital.country }}

    state: CapitalOf
        q!: capital of $Country2City
        a: {{ $parseTree._Country2City.name }}

    state: Large
        q!: is $entity<Large> large
        a: {{ $Large[$parseTree.Large[0].value].value.population > 1000000 }}

    state: NoMatch
        event!: noMatch
        a: There is no such place.
