require: floatNumber/floatNumber.sc
    module = sys.zb-common

theme: /

    state: Number
        q!: * $FloatNumber *
        a: {{ $parseTree._FloatNumber }}

    state: Other
        event!: noMatch
        a: Это не дробь.
