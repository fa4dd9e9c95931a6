theme: /

    state: Start
        q!: $regex</start>
        q!: * (привет*|здравствуй*|добрый день) *
        a: Здравствуйте!

    state: NoMatch || noContext = true
        event!: noMatch
        a: Я не понял. Вы сказали: {{ $request.query }}
