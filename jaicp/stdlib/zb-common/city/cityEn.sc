# Cities by their English names: {name, lat, lon, country, timezone, population, capital, continent}.

require: cities-en.csv
    name = Cities
    var = $Cities

init:
    $global.$converters = $global.$converters || {};

    $converters.cityConverter = function (node) {
        return $Cities[node.Cities[0].value].value;
    };

patterns:
    $City = $entity<Cities> || converter = $converters.cityConverter
