# Questions of general shape that only a person could answer. They weigh little, so that any pattern
# with more of the phrase in it comes first.

require: answering.sc

theme: /NewOfftopic

    state: Who
        q!: [$talkOpening] кто (такой:isTheMan|такая:isTheWoman|такие) * $weight<0.8>
        script: offtopicReaction("Who");

    state: Which
        q!: [$talkOpening] ~какой (~человек|~женщина|~мужчина|~страна|~профессия|~музыка|~возраст) (лучше|важнее|красивее|умнее|~самый *) $weight<0.9>
        script: offtopicReaction("Which");

    state: WhichOne
        q!: [$talkOpening] ~какой * (называют|называется|называли|считается|считают|прозвали) * $weight<0.9>
        script: offtopicReaction("WhichOne");

    state: WhichOneDoYouKnow
        q!: [$talkOpening] ~какой * [$talkYouSubject] (знаешь|знаете|помнишь|помните) [$talkYouSubject] [еще]
        script: offtopicReaction("WhichOneDoYouKnow");

    state: Where
        q!: [$talkOpening] где (смысл|правда|справедливость|счастье|любовь|совесть) * $weight<0.7>
        script: offtopicReaction("Where");

    state: Where2
        q!: [$talkOpening] куда (мне|нам) (пойти|поехать|сходить|податься|деться) * $weight<0.8>
        script: offtopicReaction("Where2");

    state: WhereIs
        q!: [$talkOpening] где [же] (находится|находятся|лежит|расположен*) (страна|город|остров|край света|северный полюс|южный полюс|река|гора|озеро|эверест|атлантида) * $weight<0.8>
        script: offtopicReaction("WhereIs");

    state: WhoWin
        q!: [$talkOpening] [$talkThink] кто (победит|победил|выиграет|выиграл|сильнее|круче) * $weight<0.7>
        script: offtopicReaction("WhoWin");

    state: Why
        q!: [$talkOpening] (почему|зачем|отчего) (все|люди|жизнь|мир|небо|трава|вода|солнце|снег|мне так) * $weight<0.7>
        script: offtopicReaction("Why");

    state: WhyDoYouHave
        q!: [$talkOpening] (почему|зачем|отчего) (у тебя|у вас|тебе|вам|ты|вы) * $weight<0.7>
        script: offtopicReaction("WhyDoYouHave");

    state: WhatColorIs
        q!: [$talkOpening] {(какого|каким|какой) (цвета|цветом|цвет)} [у] (небо|небе|солнц*|трава|море|~апельсин|~крокодил|~снег|~кровь|~слон|~банан) *
        script: offtopicReaction("WhatColorIs");

    state: WhatIsTheDifferenceBetween1
        q!: * {есть [ли|какая-нибудь|какая-то] (разница|различи*|отличи*)} [между] * $weight<1.3>
        script: offtopicReaction("WhatIsTheDifferenceBetween1");

    state: WhatIsTheDifferenceBetween2
        q!: [$talkOpening] чем * (отличается|отличаются|различаются|лучше|хуже) [от] * $weight<0.9>
        script: offtopicReaction("WhatIsTheDifferenceBetween2");

    state: WhatIsTheDifferenceBetween3
        q!: * {(в чем|какая) [же] [состоит|заключается] (разница|различи*|отличи*)} [между] *
        script: offtopicReaction("WhatIsTheDifferenceBetween3");
