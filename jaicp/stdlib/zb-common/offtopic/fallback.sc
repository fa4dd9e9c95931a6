# Questions about the bot, answered shortly; then back to the subject.

require: greetings.sc

theme: /Offtopic

    state: Fallback
        script: oldOfftopicAnswer("Fallback");
        go!: /Offtopic/HowCanIHelpYou?

        state: HowAreYou
            q!: [а|ну|и] {как [у тебя|у вас|твои|ваши] (дела|делишки|настроение|жизнь|поживаешь|поживаете|сам|сама)} [сегодня]
            script: oldOfftopicAnswer("HowAreYou");
            go!: /Offtopic/Fallback

        state: WhatsNew
            q!: [а|ну|и] {(что|чего) [у тебя|у вас] (нового|новенького|интересного)}
            script: oldOfftopicAnswer("News");

        state: YouAreARobot || noContext = true
            q!: * (ты|вы) * [не|правда|точно] (бот*|робот*|~программа|~человек|живой|живая|настоящ*|ненастоящ*|реальн*) *
            q!: [а] {(кто|что) (ты|вы) [такой|такая|такие|вообще]}
            script: oldOfftopicAnswer("WhoAreYou");
            go!: /Offtopic/HowCanIHelpYou?

        state: WhatsTheMeaningOfLife
            q!: * {(смысл*|цель) * (жизни|бытия|существования)} *
            go!: /Offtopic/Fallback

        state: WhatIsYourName
            q!: * {как * (тебя|вас) * (зовут|звать|называть|величать)} *
            q!: * {(твое|ваше|тебя|вас) * имя} *
            script: oldOfftopicAnswer("WhatIsYourName");
            go!: /Offtopic/Fallback

        state: WhereAreYouFrom
            q!: [а] откуда (ты|вы) [родом|сам|сама]
            q!: * {где * (ты|вы) * (живешь|живете|родил*|находишься|находитесь)} *
            script: oldOfftopicAnswer("WhereAreYouFrom");
            go!: /Offtopic/Fallback

        state: WhatDoYouDoForALiving
            q!: * {(кем|где) * (ты|вы) * (работаешь|работаете|трудишься)} *
            q!: [а] чем (ты|вы) [обычно] (занимаешься|занимаетесь)
            script: oldOfftopicAnswer("WhatDoYouDoForALiving");
            go!: /Offtopic/Fallback

        state: HowOldAreYou
            q!: * {сколько * (тебе|вам) * (лет|годиков)} *
            q!: * {(твой|ваш|тебя|вас) * ~возраст} *
            script: oldOfftopicAnswer("HowOldAreYou");
            go!: /Offtopic/Fallback

        state: WhoMadeYou
            q!: * {кто * (тебя|вас) * (создал*|сделал*|придумал*|написал*|разработал*|породил*)} *
            q!: * {кто * (твой|ваш|твои|ваши) * (~создатель|~разработчик|~хозяин|~родитель)} *
            script: oldOfftopicAnswer("WhoMadeYou");
            go!: /Offtopic/Fallback
