# Cities of Kazakhstan by their Russian and Kazakh names: {name, nameRU}.

require: cities-kz.csv
    name = Cities
    var = $Cities

init:
    $global.$converters = $global.$converters || {};

    $converters.cityConverter = function (node) {
        return $Cities[node.Cities[0].value].value;
    };

patterns:
    $City = $entity<Cities> || converter = $converters.cityConverter
