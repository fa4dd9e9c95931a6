# Places by their Russian names: regions of Russia, countries, capitals; a city, a region or a country.

require: regions-ru.csv
    name = Regions
    var = $Regions
require: countries-ru.csv
    name = Countries
    var = $Countries
require: geography-ru.csv
    name = Geography
    var = $Geography
require: ../city/city.sc
require: ../common.js
require: whereConverter.js

init:
    $converters.regionConverter = function (node) {
        return $Regions[node.Regions[0].value].value;
    };

patterns:
    $Region = $entity<Regions> || converter = $converters.regionConverter
    $Country = $entity<Countries> || converter = $converters.countryConverter
    $Capital = $entity<Geography> || converter = $converters.capitalConverter
    $Country2City = $Country || converter = $converters.countryToCityConverter
    $Where = ($Region/$City/$Country) || converter = $converters.propagateConverter
