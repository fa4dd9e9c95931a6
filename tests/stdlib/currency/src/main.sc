require: currency/currency.sc
    module = sys.zb-common

theme: /

    state: Rate
        q!: * курс $Currency *
        q!: * $Currency *
        a: {{ $parseTree._Currency.name }}, {{ $parseTree._Currency.abbreviation }}, {{ $parseTree._Currency.symbol }}

    state: Which
        q!: * $ambiguousCurrency *
        a: Какой именно {{ $parseTree._ambiguousCurrency.name }}?

    state: Numbered
        q!: вторая валюта
        a: {{ $Currencies[2].value.abbreviation }}, {{ $Currencies[27].value.abbreviation }}

    state: NoMatch
        event!: noMatch
        a: Такой валюты нет.
