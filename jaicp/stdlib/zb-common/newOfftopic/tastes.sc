# What the bot likes: food, drinks, music, films, games, books, colours and everything else.

require: answering.sc

theme: /NewOfftopic

    state: WhatIsYourFavoriteColor
        q!: * {[$talkYou] * (~какой|$talkLikes) * (цвет|цвета|цветом|оттенок|оттенки|колер)} *
        q!: * {[$talkYou|назвать|назови*] * (~любимый|$talkFavourite) (цвет|цвета|оттенок)} *
        script: offtopicReaction("WhatIsYourFavoriteColor");

        state: GetClientsFavColor
            q: [а|и|ну] [у меня|мне|мой [любимый]|я люблю|люблю] [нравится|~цвет|больше всего] [~темный|~светлый|темно|светло] $talkColour [~цвет] [и $talkColour]
            q: * (у меня|мне нравится|люблю) * $talkColour *
            q!: а у меня [~любимый] $talkColour [~цвет]
            script: offtopicReaction("GetClientsFavColor");

    state: WhatIsYourFavoriteFood
        q!: * {($talkWhat|чем|~какой) * [бы] [$talkYouSubject] [сейчас|обычно] * $talkEat} *
        q!: * {$talkYouSubject * $talkLikes * $talkEat} *
        q!: * {[$talkYou] * $talkLikes * [~какой|больше всего] $talkFood} *
        q!: * {[$talkYou] * $talkFavourite $talkFood} *
        q!: * {[$talkYou] * ($talkLikes|придерживаешься|придерживаетесь|думаешь|думаете|соблюдаешь|пробовал*|на) * $talkDiet} *
        q!: * {[я|как] * $talkYouSubject * $talkDiet} *
        q!: * {($talkWhat|как) * $talkYouSubject (думаешь|думаете|относишься|относитесь) (о|об|про|к) $talkDiet} *
        q!: [а|и|ну|вот] я [а|очень|больше всего|просто] (люблю|обожаю) [$oneWord] $talkFood
        q!: * я * (ем|кушаю|жую|поел|поела|доедаю|завтракаю|обедаю|ужинаю) * (а|и) [$talkWhat] $talkYouSubject *
        q!: * {$talkYouSubject * (ешь|едите|ел|ела|пробовал*|кушаешь) * $talkFood} *
        script: offtopicReaction("WhatIsYourFavoriteFood");

        state: GetClientsFavDish
            q: [а|и|ну|вот] (я|мне|мы) [а|очень|больше всего|просто] (люблю|любим|нравится|нравятся|обожаю|предпочитаю|ем) [$talkFood] *
            q: * $talkFood *
            script: offtopicReaction("GetClientsFavDish");

    state: WhatIsYourFavoriteDrink
        q!: * {[$talkYou] * ($talkLikes|пьешь|пьете|пробовал*|~какой) * $talkDrink} *
        q!: * {[$talkYou] * $talkFavourite $talkDrink} *
        q!: * {$talkWhat * $talkYouSubject * (выпил|выпила|выпили|попил*|пьешь|пьете)} *
        q!: * {($talkWhat|~какой) * $talkLikes пить} *
        script: offtopicReaction("WhatIsYourFavoriteDrink");

        state: GetClientsFavDrink
            q: [а|и|ну|вот] (я|мне|мы) [а|очень|больше всего|просто] (люблю|любим|нравится|нравятся|обожаю|предпочитаю|пью) [$talkDrink] *
            q: [~крепкий|~горячий|~холодный|~черный|~зеленый] $talkDrink [$oneWord|с *]
            script: offtopicReaction("GetClientsFavDrink");

    state: TeaOrCoffee
        q!: * [как $talkThink|$talkWhat|лучше] * [$talkYou] * [больше] [$talkLikes|хочешь|хотите|лучше|предложить|налить|заварить] * ($talkTea [или|и|либо] [может|лучше|все-таки|все же] $talkCoffee|$talkCoffee [или|и|либо] [может|лучше|все-таки|все же] $talkTea) *
        script: offtopicReaction("TeaOrCoffee");

    state: WhatIsYourFavoriteMusic
        q!: * {[$talkYou] * (как|$talkLikes|слушаешь|слушаете|слушал*|~какой) * $talkMusic [$talkArtist]} *
        q!: * {[$talkYou] * $talkFavourite $talkMusic} *
        q!: * {($talkWhat|кого|~какой) * [$talkYouSubject] (слушаешь|слушаете)} [сейчас|обычно|в *|по *]
        script: offtopicReaction("WhatIsYourFavoriteMusic");

    state: WhatIsYourFavoriteMovie
        q!: * {[$talkYou] * ($talkLikes|смотришь|смотрите|смотрел*|посмотрел*|~какой|видел*|смотреть) * ([$talkYouSubject] [последний|жанр|больше|документальн*] $talkFilm [или|ужасов])} *
        q!: * {[$talkYou] * $talkFavourite $talkFilm} *
        q!: [$talkOpening] (посоветуй*|порекомендуй*|посоветуешь) [мне|нам] [~какой|~хороший|какой-нибудь] $talkFilm
        script: offtopicReaction("WhatIsYourFavoriteMovie");

    state: WhatIsYourFavoriteGame
        q!: * {[$talkYou] * ($talkLikes|~какой|есть) * [компьютерн*|настольн*|видео] (игра|игры|игру|игр|играх)} *
        q!: * {($talkYouSubject|~какой|во что|как часто) * [$talkLikes|умеешь|умеете] * (играешь|играете|играл|играла|играли|играть|поиграть|гамать|гамаешь|рубишься|геймишь)} *
        q!: [$talkOpening] [давно|часто] (играл|играла|играли|играешь|играете|гамаешь) [ли] [$talkYouSubject] [когда-нибудь] в *
        q!: * {(во что|$talkFavourite) * (играть|гамать|играешь|гамаешь|рубишься|игра)} *
        script: offtopicReaction("WhatIsYourFavoriteGame");

    state: WhatIsYourFavoriteAnimal
        q!: * {[$talkYou] * $talkLikes * [~какой] $talkAnimal} *
        q!: * {$talkYou * есть * [~любимый|~домашний] $talkAnimal} *
        q!: * {($talkAnimal) * или * $talkAnimal * [$talkYou|$talkLikes]} *
        script: offtopicReaction("WhatIsYourFavoriteAnimal");

    state: WhatIsYourFavoriteBook
        q!: * {($talkLikes|посоветуй*|посоветуешь|посоветуете|порекоменд*|читаешь|читал*|~какой) * [~какой|какую-нибудь|что-нибудь|$talkYou] (~книга|книжк*|роман*|почитать|~писатель|~автор книги) [выбрать|прочитать|почитать|читать|посоветуешь]} *
        q!: * {$talkWhat * $talkYouSubject * (читаешь|читаете)} *
        script: offtopicReaction("WhatIsYourFavoriteBook");

    state: WhatIsYourFavoritePhone
        q!: * {[$talkYou] * ($talkLikes|хотел* бы|хочешь|пользуешься) * [~какой|себе] [~марка] $talkPhone} *
        q!: * {[$talkYou] * $talkFavourite [~марка] $talkPhone} *
        q!: [$talkOpening] [$talkThink|что лучше|$talkYou] * {$talkPhoneBrand * или * $talkPhoneBrand} [$talkThink|лучше]
        script: offtopicReaction("WhatIsYourFavoritePhone");

    state: WhatDoYouLove
        q!: * {$talkYou * [~какой|чем] $talkLikes * $talkHobby} *
        q!: * {($talkWhat|чем|~какой) * $talkLikes $talkHobby [$talkYou]} *
        q!: * {(чем|$talkWhat) * $talkYouSubject * [бы] (увлекаешься|увлекаетесь|заниматься всю жизнь|занимаешься в свободное время|мог* бы заниматься)} * [всю жизнь] *
        q!: * {(от) ~какой (~работа|~занятие|~дело) * $talkYouSubject * (не устаешь|не устал*|никогда не устаешь)} *
        q!: [а|и|ну|вот] я [а|очень|больше всего|просто] (люблю|обожаю) $morph<ИНФИНИТИВ> [$oneWord]
        q!: [$talkOpening] (чем|$talkWhat) [$talkYouSubject] (увлекаешься|увлекаетесь)
        q!: * {($talkYouHave|есть|~какой) * [есть] (~хобби|~увлечение)} *
        script: offtopicReaction("WhatDoYouLove");

        state: GetClientsFavActivity
            q: [а|и|ну|вот] (я|мне|мы) [а|очень|больше всего|просто] (люблю|любим|нравится|обожаю|предпочитаю) [$morph<ИНФИНИТИВ>] *
            q: * (я|мне|мы|очень) * (нравятся|занимаюсь|увлекаюсь) *
            q: [а|ну|например] $morph<ИНФИНИТИВ> [$oneWord] [$oneWord]
            script: offtopicReaction("GetClientsFavActivity");

    state: FavoriteQuote
        q!: * {[$talkYou|какую-нибудь|~какой|из фильма] * ($talkLikes|~какой|запомнил*|есть|кинь*|скажи*|назови*|подкинь*|красив*) * (~цитата|цитатк*|~высказывание|~афоризм|~фраза|~изречение)} *
        q!: * {(кого|$talkWhat) * [бы] $talkYouSubject * (процитировал*|цитируешь|процитируешь)} *
        script: offtopicReaction("FavoriteQuote");

    state: WhatIsYourFavorite
        q!: * {$talkYou * $talkFavourite} * $weight<0.65>
        script: offtopicReaction("WhatIsYourFavorite");

    state: DoYouLike
        q!: * {$talkYou * (нравится|нравятся|симпатич*)} * $weight<0.65>
        script: offtopicReaction("DoYouLike");

    state: DoYouLove
        q!: * [$talkYouSubject] (любишь|любите) * $weight<0.65>
        q!: [а|и] [$talkYouSubject] (любишь|любите) [ли] [$talkYouSubject] (меня|нас) $weight<+0.1>
        script: offtopicReaction("DoYouLove");

    state: WhatDoYouThinkAboutSpb
        q!: * {[$talkYou|как] * ($talkLikes|думаешь|думаете) * [в|о|об|к] (спб|~петербург|~питер|~санкт-петербург)} *
        q!: [$talkOpening] как $talkYou в (спб|~петербург|~питер|~санкт-петербург)
        script: offtopicReaction("WhatDoYouThinkAboutSpb");

    state: WhatDoYouThinkAbout
        q!: * {($talkWhat|как) * [$talkYouSubject] * (думаешь|думаете|скажешь|скажете|сказал* бы|можешь сказать|относишься|относитесь) * (о|об|обо|про|насчет|к)} * $weight<0.85>
        q!: * {$talkWhat * бы * $talkYouSubject * сказал* * (о|об|обо|про|насчет)} *
        q!: * {($talkYou|свое|своим|свой|~какой) * (~мнение|~взгляд|~отношение) * (о|об|обо|про|насчет|на|к|по)} *
        script: offtopicReaction("WhatDoYouThinkAbout");

    state: DoYouBeliveIn
        q!: * {$talkYouSubject * (веришь|верите|веруешь)} [ли] [в *|во *]
        script: offtopicReaction("DoYouBeliveIn");

    state: WhatIsYourDream
        q!: * {($talkYou|$talkWhat|о чем|есть|~какой) * (мечта|мечту|мечте|мечты|мечтаешь|мечтаете|мечтал*)} *
        script: offtopicReaction("WhatIsYourDream");

    state: PerfectLife
        q!: * {(~какой|каков|какова) * [$talkYouSubject|для тебя|для вас] * (жизнь|жизни) * (идеал*|мечты)} *
        q!: * {как * $talkYouSubject * (мечта*|хотел*) [бы] жить} *
        script: offtopicReaction("PerfectLife");

    state: WhichCountryWouldYouLikeToVisit
        q!: * {(~какой|куда) * [~страна|~город|~место [на планете]] * ([бы] $talkYouSubject) * ([бы] (отправил*|посетить|посмотреть|поехал*|поехать|съездил*|съездить|выбрал*|полетел*|полететь|переехал*)) [хотел*|для путешествия]} *
        q!: * если бы $talkYouSubject * (отпуск|поехать|путешеств*) * (~страна|~место|куда) *
        script: offtopicReaction("WhichCountryWouldYouLikeToVisit");

    state: HowWouldYouSpendMoney
        q!: * {на что * ([бы] $talkYouSubject [обычно]) * (потратил*|тратишь*|тратите*|спустил*|тратил*) * [деньги|зарплату|больше всего]} *
        q!: * {[если бы] * (денег|деньги|миллион) * (на что * потратил*) [$talkYouSubject]} *
        q!: * {(~какой|что) * [для $talkYou] ~статья расходов} *
        q!: * {сколько * (денег|средств) * $talkYou * (уходит|нужно|тратишь*|надо)} * [на жизнь|уровня жизни] *
        q!: * {$talkWhat * [бы] $talkYouSubject * [хотел*] (купить|купил*|приобрести)} *
        script: offtopicReaction("HowWouldYouSpendMoney");

    state: Tattoo
        q!: * {[$talkYou|$talkThink] * ($talkLikes|есть|хочешь|хотите|хотел*|сделал*|сделать|набил*|вставля*|набива*|нарастить) * $talkPiercing} *
        q!: * {(набить|набивать|набью|набил*|наколоть|наколи*|наколю|нарасти*|нарастить) * [$talkThink|себе|мне] $talkPiercing} *
        q!: * {[$talkYou|себе] * (хотел*|стал*|сделал*|проб*|прокол*|кольцо|сережк*|штанг*) * ([в] (кольцо|сережк*|пробить|пробивать|проколоть|прокалывать|проколот*)) * ([в] $talkPierced)} *
        q!: * {[$talkYou] * есть * (сережк*|кольцо|штанг*|прокол*) * в $talkPierced} *
        script: offtopicReaction("Tattoo");
