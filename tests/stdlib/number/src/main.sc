require: number/number.sc
    module = sys.zb-common

theme: /

    state: Sequence
        q!: числа $Number $Number [$Number]
        a: {{ _.pluck($parseTree.Number, "value").join(", ") }}

    state: Number
        q!: * $Number *
        a: {{ $parseTree._Number }}

    state: Other
        q!: *
        a: нет числа
