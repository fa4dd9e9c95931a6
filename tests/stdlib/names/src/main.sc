require: name/name.sc
    module = sys.zb-common

theme: /

    state: Acquaintance
        q!: * [меня зовут] $Name *
        a: {{ $parseTree._Name.name }}, {{ $parseTree._Name.full }}, {{ $parseTree._Name.sex }}
