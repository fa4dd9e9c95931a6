# English first names: {name, sex}.

require: names-En.csv
    name = NamesEn
    var = $NamesEn

init:
    $global.$converters = $global.$converters || {};

    $converters.NamesEnConverter = function (node) {
        return $NamesEn[node.NamesEn[0].value].value;
    };

patterns:
    $Name = $entity<NamesEn> || converter = $converters.NamesEnConverter
