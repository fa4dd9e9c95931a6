# Regions of Russia by their names: {name, genName, datName, accName, insName, locName}; places: a city or a region.

require: regions-ru.csv
    name = Regions
    var = $Regions
require: ../city/city.sc
require: ../common.js

init:
    $global.$converters = $global.$converters || {};

    $converters.regionConverter = function (node) {
        return $Regions[node.Regions[0].value].value;
    };

patterns:
    $Region = $entity<Regions> || converter = $converters.regionConverter
    $Where = ($Region/$City) || converter = $converters.propagateConverter
