require: offtopic/offtopic.sc
    module = sys.zb-common

theme: /

    state: NoMatch
        event!: noMatch
        a: Не понимаю.
