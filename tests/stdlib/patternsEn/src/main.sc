require: patternsEn.sc
    module = sys.zb-common

theme: /

    state: Hello
        q!: $hello [there/$robotName]
        a: hello

    state: Bye
        q!: $bye
        a: bye

    state: Night
        q!: $goodNight
        a: night

    state: HowAreYou
        q!: $howAreYou
        a: howAreYou

    state: WhatsUp
        q!: $whatsUp
        a: whatsUp

    state: Thanks
        q!: $thanks
        a: thanks

    state: Welcome
        q!: $youAreWelcome
        a: welcome

    state: Sorry
        q!: $sorry
        a: sorry

    state: Agree
        q!: $agree
        a: agree

    state: Disagree
        q!: $disagree
        a: disagree

    state: DontKnow
        q!: $dontKnow
        a: dontKnow

    state: Compliment
        q!: $compliment
        a: compliment

    state: ChangeTheme
        q!: $changeTheme
        a: changeTheme

    state: StopGame
        q!: $stopGame
        a: stopGame

    state: ShutUp
        q!: $shutUp
        a: shutUp

    state: GetLost
        q!: $getLost
        a: getLost

    state: Weather
        q!: * $serviceWether *
        a: weather

    state: Live
        q!: $iLiveIn *
        a: live

    state: Country
        q!: * flight to $country *
        a: country

    state: Food
        q!: * order $food *
        a: food

    state: Drink
        q!: * pour $alcohol *
        a: drink

    state: Profession
        q!: * work as [a/an] $profession *
        a: profession

    state: Color
        q!: * in $anyColor *
        a: color

    state: Like
        q!: $doYouLike *
        a: like

    state: Gender
        q!: i am a $gender
        a: gender {{ $parseTree._gender }}

    state: TurnOn
        q!: [please] $turnOn *
        a: turnOn

    state: TurnOff
        q!: [please] $turnOff *
        a: turnOff

    state: Genre
        q!: * listen to $musicGenres *
        a: genre

    state: Sport
        q!: * play $sport *
        a: sport

    state: Family
        q!: * my ($mother/$father/$brother/$sister/$friend) *
        a: family

    state: Nation
        q!: * is he $nation
        a: nation

    state: CheerUp
        q!: $cheerUp
        a: cheerUp

    state: Repeat
        q!: $repetition
        a: repeat

    state: Network
        q!: * on $socialNetworks
        a: network

    state: Cannot
        q!: * ($hate/$problem) *
        a: cannot

    state: WhatIs
        q!: $whatIs *
        a: whatIs

    state: Maybe
        q!: $maybe
        a: maybe

    state: Insult
        q!: you $nAffront
        a: insult

    state: Nude
        q!: * ($nudity/$strip/$sex) *
        a: nude

    state: Earth
        q!: * $Earth *
        a: earth

    state: NotTrue
        q!: $notTrue
        a: notTrue

    state: NoMatter
        q!: $noMatter
        a: noMatter

    state: Pet
        q!: * have a $rarePet *
        a: pet

    state: Other
        event!: noMatch
        a: other
