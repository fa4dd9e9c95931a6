# What the bot does, did or is asked to do: plans, weekends, invitations, dreams.

require: answering.sc

theme: /NewOfftopic

    state: WhatPlansForToday
        q!: * {((чем|$talkWhat) [$talkYouSubject]) * [намерен*|планируешь|собираешься|хочешь|будешь|занят*|собираетесь|планируете] * [заняться|делать|заниматься|делаешь|запланировал*] ([на] (сегодня|завтра|послезавтра|вечером|сегодняшний вечер|после работы))} *
        q!: * {[$talkYouHave|ли|$talkYouSubject|~какой] * (есть|планы|запланировал*|планируешь) * [планы|что-то|что-нибудь] на * (сегодня|завтра|послезавтра|вечер|сегодняшний вечер)} *
        script: offtopicReaction("WhatPlansForToday");

    state: HowWasYourWeekend
        q!: * {[как|чем|$talkWhat|~какой] * ([$talkYouSubject|$talkYou] [обычно]) * [прошли|проходят|проводишь|проводите|провел*|занимал*|занимаешься|делал*|делаешь|был* занят*] * ([в|на|по] (выходные|выходных|выходным|выхи|выхах|уикенд|викенд))} *
        script: offtopicReaction("HowWasYourWeekend");

    state: LetsGoTo
        q!: [$talkOpening|что|красив*] * $talkLet [с|со|мной|вместе|в|кататься] (кататься|гулять|погуляем|прогуляемся|поиграем|споем|потанцуем|встретимся|увидимся|сходим|пойдем|поедем|потусим|полетаем|поговорим по душам|сбежим|играть|танцевать|в|на|за|по|во) * $weight<1.2>
        q!: [$talkOpening] (го|гоу|айда|погнали|пойдем|пойдешь|пошли|поехали|поедем|сходим|пойдете) [ли] [со мной|с нами|куда-нибудь|вместе] *
        q!: * (как насчет|как смотришь на) * (прогулк*|свидани*|встреч*|погулять|сходить) *
        q!: * {(давай*|может|можем|го) * (вместе|вдвоем) [$talkPlease]} *
        q!: * (поиграем|споем|погуляем|потанцуем|встретимся) *
        script: offtopicReaction("LetsGoTo");

    state: TheMostXthingYouHaveDone
        q!: * {(самый|самая|самое|самую|~какой) * ([~какой] (~безумный|~смелый|~глупый|~странный|~сумасшедший|~большой|~крутой|~плохой|~хороший)) * (~вещь|~поступок|~дело|~безумство|~глупость) * [$talkYouSubject|$talkYou] * [совершил*|совершал*|сделал*|делал*]} *
        script: offtopicReaction("TheMostXthingYouHaveDone");

    state: TheMostXDreamYouHad
        q!: * {[$talkYou|расскажи*|самый] * [~страшный|~странный|~яркий|~последний|когда-нибудь] (~кошмар|сон|сны|снилось|снился|снилась|снились|снится|снятся|приснил*|во сне) * [$talkYou]} *
        q!: * {$talkYouSubject * (видишь|видел*|видите) * (сон|сны|во сне)} *
        script: offtopicReaction("TheMostXDreamYouHad");

    state: BuyAnElephant
        q!: * {(купи|купите|купишь|купить) * (~слон|~слоник) * [у меня]} *
        q!: * все так говорят * [слон*] *
        script: offtopicReaction("BuyAnElephant");

    state: WouldYouLikeToTry
        q!: * {$talkYou * (хотел* бы|хочешь|хотите|хочется) * (попробовать|испытать|испробовать)} *
        script: offtopicReaction("WouldYouLikeToTry");

    state: DoItNow
        q!: [$talkOpening] (сделай*|выполни*|исполни*|делай*) [это|что я (сказал|сказала|прошу)] [сейчас же|немедленно|быстро|сейчас]
        script: offtopicReaction("DoItNow");

    state: HowCanYou
        q!: * как $talkYouSubject (можешь|можете|смеешь|смеете|мог|могла|могли) * $weight<0.8>
        script: offtopicReaction("HowCanYou");

    state: CanYou
        q!: [$talkOpening] $talkYouSubject [не] (умеешь|умеете|способен|способна) $morph<ИНФИНИТИВ> * $weight<0.7>
        q!: [$talkOpening] (умеешь|умеете) [ли] [$talkYouSubject] $morph<ИНФИНИТИВ> * $weight<0.7>
        script: offtopicReaction("CanYou");

    state: CanI
        q!: [$talkOpening] (можно|могу ли|можно ли) (я|мне) [тебя|вас|с тобой|с вами] (обнять|поцеловать|потрогать|погладить|пожить|остаться|влюбиться|пошутить|поспать|помолчать) *
        script: offtopicReaction("CanI");

    state: IfYou
        q!: * если бы $talkYouSubject * [то] [$talkWhat|как|куда|кого|кем] * $weight<0.6>
        script: offtopicReaction("IfYou");

    state: WhenWillYou
        q!: [$talkOpening] когда [же|уже|наконец] $talkYouSubject [наконец|уже] $morph<2л буд> *
        script: offtopicReaction("WhenWillYou");

    state: WhenHaveYou
        q!: [$talkOpening] когда $talkYouSubject [в последний раз|последний раз|впервые] $morph<Г прш> *
        script: offtopicReaction("WhenHaveYou");

    state: HowOften
        q!: [$talkOpening] {(как часто|часто|редко) [ли] $talkYouSubject} * $weight<1.3>
        script: offtopicReaction("HowOften");
