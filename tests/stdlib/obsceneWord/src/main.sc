require: obsceneWord.sc
    module = sys.zb-common

theme: /

    state: Obscene
        q!: * $obsceneWord *
        a: Не ругайтесь.

    state: Clean
        event!: noMatch
        a: Хорошо сказано.
