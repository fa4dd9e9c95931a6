require: text/text.sc
    module = sys.zb-common

theme: /

    state: Named
        q!: запиши $Text
        a: записано: {{ $parseTree._Text }}

    state: Any
        q!: запомни $AnyText::what
        a: {{ $parseTree.what[0].text }}
