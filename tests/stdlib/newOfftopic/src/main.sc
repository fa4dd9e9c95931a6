require: newOfftopic/newOfftopic.sc
    module = sys.zb-common

require: answers.yaml
    var = specialOfftopic
require: rules.yaml
    var = customFallbackLogic

theme: /

    state: Order
        q!: заказать букет
        a: На какое число?

        state: Day
            q: * (завтра|сегодня) *
            a: Привезём!

    state: NoMatch
        event!: noMatch
        a: Не понимаю.
