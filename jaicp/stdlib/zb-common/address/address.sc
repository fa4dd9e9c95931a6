# Russian postal addresses as people write them: `$Address` is the part of the phrase that is one.

patterns:
    $Address = (
        [$addressCity] $addressStreet [$addressHome] |
        $addressCity [$addressStreet|$addressWordsRegexp] $addressHome
        )

    $addressCity = (
        (г|город|гор|пгт|село|деревня|дер|пос|поселок) $addressWord |
        спб|мск|екб|нск|~питер|~москва|~санкт-петербург|санкт петербург*|~петербург|~новосибирск|~екатеринбург|~казань|
        нижн* новгород*|~красноярск|~челябинск|~самара|~уфа|~ростов-на-дону|ростов* на дону|~краснодар|~омск|~воронеж|~пермь|
        ~волгоград|~саратов|~тюмень|~тольятти|~барнаул|~ижевск|~хабаровск|~владивосток|~иркутск|~ярославль|~томск|~минск|~алматы|~астана
        )

    $addressStreet = ($addressStreetRegexp $addressWordsRegexp | $addressWordsRegexp $addressStreetRegexp)

    $addressStreetRegexp = $regexp_i<(?:ул(?:\.|иц\p{L}+)?|пер(?:\.|еул\p{L}*)?|пр(?:\.|-?к?т|осп(?:\.|ект\p{L}*)?|оезд\p{L}*)?|б(?:-р|ульв\p{L}*)|наб(?:\.|ережн\p{L}+)?|ш(?:\.|оссе)?|пл(?:\.|ощад\p{L}+)?|аллея|аллее|аллеи|тракт\p{L}*|туп(?:\.|ик\p{L}*)|мкр(?:\.|н)?|микрорайон\p{L}*|квартал\p{L}*|линия|линии)>

    $addressWordsRegexp = $addressWord [$addressWord] [$addressWord]

    $addressWord = $regexp_i<(?:\d+-?(?:я|й|ая|ый|ий|го|ое|летия|лет)|(?!(?:дом|д|корпус|корп|кв|квартира|ул|улица|на|в|во|по|у|и|с)(?!\p{L}))\p{L}+(?:-\p{L}+)*)>

    $addressHome = [дом*|д] $regexp_i<\d{1,4}\s?(?:[а-е](?!\p{L}))?(?:/\d{1,3})?> [(корпус*|корп|к|строение|стр|с) $regexp_i<\d{1,3}[а-е]?>] [(квартира|кв|офис|оф) $regexp<\d{1,5}>]
