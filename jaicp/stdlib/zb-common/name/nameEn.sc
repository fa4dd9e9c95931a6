# English first names: {name, sex}.

require: ../namesEn/names-En.csv
    name = Names
    var = $Names

init:
    $global.$converters = $global.$converters || {};

    $converters.NamesConverter = function (node) {
        return $Names[node.Names[0].value].value;
    };

patterns:
    $Name = $entity<Names> || converter = $converters.NamesConverter
