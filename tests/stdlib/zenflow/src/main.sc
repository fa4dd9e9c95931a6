require: zenflow.sc
    module = sys.zfl-common
require: email/email.sc
    module = sys.zfl-common
require: namesRu/namesRu.sc
    module = sys.zfl-common

theme: /

    state: Greeting
        q!: $HELLO
        a: Как вас зовут?

        state: Name
            q: * $Name *
            a: {{ $parseTree._Name.name }}, какая у вас почта?

            state: Mail
                q: * $Email *
                a: Напишем на {{ $parseTree._Email }}. Верно?

                state: Yes
                    q: $AGREEMENT
                    a: Отлично.

                state: No
                    q: $NEGATION
                    a: Тогда ещё раз.

    state: Thanks
        q!: $THANKS
        a: Пожалуйста.

    state: Parting
        q!: $PARTING
        a: До встречи.

    state: NoMatch
        event!: noMatch
        a: Не понимаю.
