# What the bot can do, misunderstandings, the visitor's name, waiting.

require: greetings.sc

theme: /Offtopic

    state: WhatCanYouDo
        q!: [а|ну|и] {что [еще] (ты|вы) [еще|вообще] (умеешь|умеете|можешь|можете|знаешь)} [делать|сделать|рассказать]
        q!: * {чем * (ты|вы) * (помочь|поможешь|поможете|полезен|полезна)} *
        script: oldOfftopicAnswer("WhatCanYouDo");

    state: YouMisunderstoodMe
        q!: * {(ты|вы) * (не) * (понял*|понимаешь|понимаете)} *
        q!: * я * не * (об этом|о том|про это) *
        script: oldOfftopicAnswer("YouMisunderstoodMe");

    state: Test || noContext = true
        q!: [проверка] (связи|связь|проверка|прием|тест|test|раз два три|раз раз) [прием|связи]
        q!: (ты|вы|кто) [тут|там|здесь|меня] (слышишь|слышите|тут|есть|живой)
        script: oldOfftopicAnswer("Test");
        go!: /Offtopic/HowCanIHelpYou?

    state: MyNameIs || noContext = true
        q!: [привет|здравствуйте|а] (меня зовут|мое имя|зови* меня|называй* меня|зовут меня) $oneWord [$oneWord]
        script: oldOfftopicAnswer("MyNameIs");
        go!: /Offtopic/HowCanIHelpYou?

    state: WaitAMoment || noContext = true
        q!: [ок|так|ну] (подожди*|погоди*|обожди*|минуту|минутку|секунду|секундочку|одну минуту|сейчас|щас|ща) [немного|чуть-чуть|минут*|секунд*|пожалуйста|я]
        script: oldOfftopicAnswer("WaitAMoment");
