require: catchAll/catchAll.sc
    module = sys.zb-common
    injector = {withOperator: true, operatorGroup: "shop", CheckSameAnswer: true, topics: ["доставка", "оплата"], livechatFinished: "/Menu"}

require: answers.yaml
    var = specialSwitch

theme: /

    state: Menu
        q!: меню
        a: Доставка, оплата.

    state: Delivery
        q!: * доставка *
        a: Доставка есть.
