# Цветочный магазин: меню с кнопками, вложенные состояния и форма заказа.
require: prices.yaml
    var = prices
require: order.js
require: form.sc

patterns:
    $yes = (да|ага|конечно|верно|yes)
    $no = (нет|не надо|no)

theme: /

    state: NewChat || noContext = true
        event!: newChatStarted
        script:
            $session.page = $request.rawRequest.location ? $request.rawRequest.location.address : "";

    state: Menu
        q!: $regex</start>
        q!: * (привет*|здравствуй*|добрый день) *
        q!: * меню *
        a: Здравствуйте! Это цветочный магазин «Пион». 🌷
        a: Что вас интересует?
        buttons:
            "Букеты" -> ./Bouquets
            "Доставка" -> ./Delivery
            {text: "Заказать"} -> /Order/What

        state: Bouquets
            q: * (букет*|цвет*|что есть) *
            a: У нас есть: {{ bouquetList() }}.
            buttons:
                "Заказать" -> /Order/What
                "Назад" -> ..

        state: Delivery
            q: * достав* *
            a: Привезём за два часа по городу.
               От трёх тысяч рублей — бесплатно.
            buttons:
                "Назад" -> ..

    state: Operator
        q!: * {(позов*|соедин*) (оператор*|человек*)} *
        a: Передаю вас флористу.
        script:
            $response.actions = [{type: "redirect_to_department", department_key: "florists"}];

    state: NoMatch || noContext = true
        event!: noMatch
        random:
            a: Не понял вас. Напишите «меню».
            a: Простите, я понимаю только про цветы. Напишите «меню».
