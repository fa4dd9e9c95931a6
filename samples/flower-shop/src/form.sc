# Форма: что, для кого, телефон. Каждый вопрос — модальное состояние: пока нет ответа, остальное ждёт.
theme: /Order

    state: What || modal = true
        a: Какой букет вы хотите?
        buttons:
            "Розы"
            "Тюльпаны"

        state: Chosen
            q: * (роз*:roses|тюльпан*:tulips) *
            script:
                $session.order = newOrder($parseTree.value);
            go!: /Order/Name

        state: Cancel
            q: * (отмен*|стоп|передумал*) *
            a: Хорошо, отменил.
            go!: /Menu

        state: Unknown
            event: noMatch
            a: Такого букета нет. Есть розы и тюльпаны.
            go: ..

    state: Name || modal = true
        a: Как вас зовут?

        state: Given
            q: *
            script:
                $session.order.name = capitalize($parseTree.text.trim());
                $client.name = $session.order.name;
            go!: /Order/Phone

    state: Phone || modal = true
        a: {{ $client.name }}, оставьте номер телефона.

        state: Given
            q: * $regexp<\+?[0-9][0-9 ()-]{5,}> *
            script:
                $session.order.phone = onlyDigits($parseTree.text);
            go!: /Order/Confirm

        state: Wrong
            event: noMatch
            a: Это не похоже на номер. Пример: +7 900 123-45-67.
            go: ..

    state: Confirm || modal = true
        a: {{ orderSummary($session.order) }} Всё верно?
        buttons:
            "Да"
            "Нет"

        state: Yes
            q: * $yes *
            if: $session.order.price >= 3000
                a: Принято! Доставка бесплатная.
            else:
                a: Принято! Доставка стоит 300 рублей.
            script:
                $client.orders = ($client.orders || 0) + 1;
                delete $session.order;
            go: /Menu

        state: No
            q: * $no *
            a: Начнём сначала.
            go!: /Order/What
