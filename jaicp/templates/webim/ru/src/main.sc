# Бот для Webim: здоровается, отвечает на один вопрос и передаёт чат человеку, когда его просят.
init:
    bind("preProcess", function($context) {
        if (!$context.session.started) {
            $context.session.started = true;
            $context.session.page = pageOf($context.request);
        }
    });

    function pageOf($request) {
        var location = $request.rawRequest && $request.rawRequest.location;
        return location && location.address ? location.address : "";
    }

theme: /

    # Webim открывает чат, в котором посетитель ещё ничего не написал: здесь задают переменные, но не отвечают.
    state: NewChat || noContext = true
        event!: newChatStarted
        script: $session.page = pageOf($request);

    state: Hello
        q!: $regex</start>
        q!: * (привет*|здравствуй*|добрый день) *
        a: Здравствуйте! Чем помочь?
        if: $session.page
            a: Вы сейчас на странице {{ $session.page }}, верно?
        buttons:
            "Доставка" -> /Delivery
            "Позвать человека" -> /Person

    state: Delivery
        q!: * (достав*|посылк*) *
        a: Доставляем за два дня.

    state: Person
        q!: * (человек*|оператор*|менеджер*) *
        a: Минуту, сейчас вам ответят.
        script:
            $response.replies.push({ type: "switch", appendCloseChatButton: false });

    state: NobodyThere
        event!: noLivechatOperatorsOnline
        a: Сейчас никого нет. Оставьте почту, и мы вам напишем.

        state: Email
            q: * $regexp<\S+@\S+\.\S+> *
            a: Спасибо! Напишем вам завтра.
            go: /

    state: Back
        event!: livechatFinished
        a: Это снова бот. Что-нибудь ещё?

    state: NoMatch || noContext = true
        event!: noMatch
        a: Не понял вас. Спросите про доставку или позовите человека.
