# Places by their English names: countries, capitals; a city or a country.

require: countries-en.csv
    name = Countries
    var = $Countries
require: geography-en.csv
    name = Geography
    var = $Geography
require: ../city/cityEn.sc
require: ../common.js
require: whereConverter.js

patterns:
    $Country = [the] $entity<Countries> || converter = $converters.countryConverter
    $Capital = $entity<Geography> || converter = $converters.capitalConverter
    $Country2City = $Country || converter = $converters.countryToCityConverter
    $Where = ($City/$Country) || converter = $converters.propagateConverter
