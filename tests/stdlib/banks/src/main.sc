require: banks/banks.sc
    module = sys.zb-common

theme: /

    state: Transfer
        q!: * из $Bank::from * в $Bank::to *
        a: {{ $parseTree._from.name }} - {{ $parseTree._to.name }}

    state: Named
        q!: * $Bank *
        a: {{ $parseTree._Bank.name }}
