# Colours by their Russian names: {name, hex, red, green, blue}.

require: color-ru.csv
    name = Colors
    var = $Colors

init:
    $global.$converters = $global.$converters || {};

    $converters.colorConverter = function (node) {
        return $Colors[node.Colors[0].value].value;
    };

patterns:
    $Color = $entity<Colors> || converter = $converters.colorConverter
