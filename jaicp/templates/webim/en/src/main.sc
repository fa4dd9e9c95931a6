# A bot for Webim: it greets, answers one question, and gives the chat to a person when asked to.
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

    # Webim opens a chat in which the visitor has written nothing yet: variables are set here, nobody is answered.
    state: NewChat || noContext = true
        event!: newChatStarted
        script: $session.page = pageOf($request);

    state: Hello
        q!: $regex</start>
        q!: * (hello|hi|hey) *
        a: Hello! How can I help you?
        if: $session.page
            a: You are looking at {{ $session.page }}, aren't you?
        buttons:
            "Delivery" -> /Delivery
            "A person, please" -> /Person

    state: Delivery
        q!: * (deliver*|shipping|parcel) *
        a: We deliver within two days.

    state: Person
        q!: * (person|human|operator) *
        a: One moment, somebody will be with you.
        script:
            $response.replies.push({ type: "switch", appendCloseChatButton: false });

    state: NobodyThere
        event!: noLivechatOperatorsOnline
        a: Nobody is there just now. Please leave your e-mail, and we will write to you.

        state: Email
            q: * $regexp<\S+@\S+\.\S+> *
            a: Thank you! We will write to you tomorrow.
            go: /

    state: Back
        event!: livechatFinished
        a: It is the bot again. Anything else?

    state: NoMatch || noContext = true
        event!: noMatch
        a: I did not get that. Ask me about delivery, or for a person.
