# Languages by their Russian names: {name, code, dead}.

require: language-ru.csv
    name = Languages
    var = $Languages

init:
    $global.$converters = $global.$converters || {};

    $converters.languageConverter = function (node) {
        return $Languages[node.Languages[0].value].value;
    };

patterns:
    $Language = $entity<Languages> || converter = $converters.languageConverter
