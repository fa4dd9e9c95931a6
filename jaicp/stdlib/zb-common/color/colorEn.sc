# Colours by their English names: {name, hex, red, green, blue}.

require: color-en.csv
    name = Colors
    var = $Colors

init:
    $global.$converters = $global.$converters || {};

    $converters.colorConverter = function (node) {
        return $Colors[node.Colors[0].value].value;
    };

patterns:
    $Color = $entity<Colors> || converter = $converters.colorConverter
