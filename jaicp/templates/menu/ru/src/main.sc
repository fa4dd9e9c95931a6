# Бот с меню: кнопки, вложенные состояния, интент и анкета из двух вопросов.
require: functions.js

patterns:
    $yes = (да|ага|конечно|верно)
    $no = (нет|не|неверно)
    $count = $regexp<[1-9]\d?> || converter = function(parseTree) { return parseInt(parseTree.text, 10); }

theme: /

    state: Menu
        q!: $regex</start>
        q!: * (привет*|здравствуй*|добрый день|меню) *
        a: Здравствуйте! Это маленькая чайная лавка. Что вас интересует?
        buttons:
            "Заказать чай" -> /Order
            "Часы работы" -> /Hours

    state: Hours
        intent!: /Часы
        a: Мы работаем с 9 до 18 по будням.

    state: Order
        q!: * заказ* [чай|чая] *
        script: $session.order = {};
        a: Сколько пачек? Напишите число до 99.

        state: Count
            q: * $count *
            script: $session.order.count = $parseTree._count;
            a: {{ packs($session.order.count) }}. Всё верно?
            buttons:
                "Да" -> ./Confirm
                "Нет" -> /Order

            state: Confirm
                q: * $yes *
                a: Спасибо! Ваш заказ: {{ packs($session.order.count) }}.
                go: /

            state: Again
                q: * $no *
                go!: /Order

        state: NoCount
            q: *
            a: Напишите просто число, например 2.
            go: ..

    state: NoMatch || noContext = true
        event!: noMatch
        random:
            a: Не понял вас. Напишите «меню», и я покажу, что умею.
            a: Простите, я понимаю только про чай. Напишите «меню».
