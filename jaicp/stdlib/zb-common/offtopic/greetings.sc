# Greetings, thanks, offers of help.

require: answering.sc

theme: /Offtopic

    state: Greetings
        state: Hello
            q!: [$you|ну|и] $hello [$you|еще раз|всем]
            a: Здравствуйте!
            go!: /Offtopic/HowCanIHelpYou?

        state: GoodBye
            q!: [ну|ладно|все|спасибо|ок] ($bye|до свидания|пока|всего доброго|всего хорошего)
            script: oldOfftopicAnswer("GoodBye");
            go: /

    state: HowCanIHelpYou?
        script: oldOfftopicAnswer("HowCanIHelpYou?");

        state: Yes
            q: ($yes|$agree)
            script: oldOfftopicAnswer("CanHelp");

        state: No
            q: ($no|$disagree|ничем|никак)
            script: oldOfftopicAnswer("CanNotHelp");

    state: CanIAskYouAQuestion || noContext = true
        q!: * (можно|могу|разреши*|хочу|хотел*) * (спрошу|спросить|задать * вопрос*) [$you|у вас|у тебя]
        q!: * (у меня|есть) [еще|к вам|один|пара|небольшой] (вопрос|вопросик|вопросы|вопроса)
        q!: (помоги*|нужна помощь|мне нужна помощь) [$pls]
        go!: /Offtopic/HowCanIHelpYou?

    state: ThankYou
        q!: [ок|да|хорошо|ладно] [большое|огромное] ($thanks|спасибо|благодарю) [большое|огромное|за помощь|вам|тебе]
        q!: [теперь] [мне] все (понятно|ясно) [спасибо]
        script:
            oldOfftopicAnswer("ThankYou");
            oldOfftopicAnswer("MoreQuestions?");

        state: HaveAQuestion
            q: * (есть|да|еще|у меня) * [вопрос*]
            go!: /Offtopic/HowCanIHelpYou?

        state: NoQuestions
            q: ($no|$disagree)
            q: * (вопрос* * (нет|не осталось)|больше нет|нет вопрос*) *
            script: oldOfftopicAnswer("NoQuestions");
            go: /

    state: OK || noContext = true
        q!: (ок|окей|ok|хорошо|ладно|понятно|ясно|отлично|супер)
        script: oldOfftopicAnswer("OK");
