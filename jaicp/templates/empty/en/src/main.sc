theme: /

    state: Start
        q!: $regex</start>
        q!: * (hello|hi|hey) *
        a: Hello!

    state: NoMatch || noContext = true
        event!: noMatch
        a: I did not get that. You said: {{ $request.query }}
