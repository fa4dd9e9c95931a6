require: newSessionOnStart/newSession.sc
    module = sys.zb-common
    injector = {newSessionStartState: "/Welcome", newSessionTimeout: 10}

theme: /

    state: Start
        q!: $regexp</start>
        a: Об этом никто не узнает.

    state: Welcome
        script:
            $session.visits = ($session.visits || 0) + 1;
        a: Добро пожаловать!

        state: Flowers
            q: цветы
            a: Розы или тюльпаны?

    state: Visits
        q!: сколько раз
        a: {{ $session.visits || 0 }}

    state: NoMatch
        event!: noMatch
        a: Не понимаю.
