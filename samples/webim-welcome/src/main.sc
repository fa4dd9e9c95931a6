require: functions.js

init:
    bind("preProcess", function($context) {
        if (Object.keys($context.session).length === 0) {
            // here we assume the session is new
            $context.session.questions = 0;
        }
    });

    bind("postProcess", function($context) {
        $context.session.questions += 1;
    });

patterns:
    $hello = (hello|hi|hey|good (morning|afternoon|evening))
    $bye = (bye|goodbye|see you)
    $town = $regexp<[A-Z][a-z]+>

theme: /

    # Webim opens a chat in which the visitor has written nothing yet. Nobody may be answered here.
    state: ConversationStart || noContext = true
        event: newChatStarted
        script:
            $session.startNewSession = true;
            if ($session.startNewSession) {
                createNewSession($request)
            }
            $session.location = $request.rawRequest.location;

    state: Hello
        q!: $regex</start>
        q!: * $hello *
        random:
            a: Hello! How can I help you?
            a: Hi there! What can I do for you?
        if: $session.location && $session.location.address
            a: I see you are on {{ pageName($session.location.address) }}.
        buttons:
            "Delivery" -> /Delivery
            "Opening hours" -> /Hours

    state: Delivery
        q!: * (deliver*|shipping|parcel) *
        a: We deliver within two days. Which town are you in?

        state: Town
            q: * [in|to] $town *
            script:
                $session.town = $parseTree._town;
            a: To {{ $session.town }} it takes {{ $session.town === "London" ? "one day" : "two days" }}.
            go: /

        state: NoTown
            q: *
            a: Please write just the name of the town, such as London.
            go: ..

    state: Hours
        q!: * (open*|hours|when) *
        a: We are here from 9 to 18, Monday to Friday.

    state: Bye
        q!: * $bye *
        a: Goodbye! You asked {{ $session.questions }} questions.
        script: $jsapi.stopSession();

    state: NoMatch || noContext = true
        event!: noMatch
        a: I did not get that. Ask me about delivery or opening hours.
