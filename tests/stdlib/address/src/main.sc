require: address/address.sc
    module = sys.zb-common
require: geocoder/geocoder.js
    module = sys.zb-common

theme: /

    state: Place
        q!: * где * $Address *
        script:
            $temp.place = getCoordinates(formatAddress($parseTree._Address), "yandex");
        if: $temp.place
            a: {{ $temp.place.lat }}, {{ $temp.place.lon }}
        else:
            a: Не нашли.

    state: Address
        q!: * $Address *
        a: {{ formatAddress($parseTree._Address) }}
