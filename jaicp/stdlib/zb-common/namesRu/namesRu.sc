# First names: {name, full, diminutive, sex}.

require: names-ru.csv
    name = NamesRu
    var = NamesRu

init:
    $global.$converters = $global.$converters || {};

    $converters.NamesRuConverter = function (node) {
        return NamesRu[node.NamesRu[0].value].value;
    };

patterns:
    $Name = $entity<NamesRu> || converter = $converters.NamesRuConverter
