require: city/city.sc
    module = sys.zb-common

theme: /

    state: Weather
        q!: * погода * $City *
        a: {{ $parseTree._City.name }}: {{ $parseTree._City.timezone }}

    state: Road
        q!: * из $City::from * в $City::to *
        a: {{ $parseTree._from.name }} - {{ $parseTree._to.name }}

    state: Facts
        q!: $City
        script:
            var city = $parseTree._City;
            $temp.near = city.lat > 40 && city.lat < 60 && city.lon > 20 && city.lon < 140;
        a: {{ $parseTree._City.country }}, {{ $parseTree._City.continent }}, столица: {{ $parseTree._City.capital }}, {{ $temp.near }}, {{ $parseTree._City.population > 100000 }}

    state: NoMatch
        event!: noMatch
        a: Не понимаю.
