# Cities by their Russian names: {name, lat, lon, country, timezone, population, capital, continent}.

require: cities-ru.csv
    name = Cities
    var = $Cities

init:
    $global.$converters = $global.$converters || {};

    $converters.cityConverter = function (node) {
        return $Cities[node.Cities[0].value].value;
    };

patterns:
    $City = $entity<Cities> || converter = $converters.cityConverter
