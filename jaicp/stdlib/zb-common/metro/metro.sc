# Stations of Russian metros: {name, city, line}.

require: metro.csv
    name = MetroCsv
    var = $MetroCsv

init:
    $global.$converters = $global.$converters || {};

    $converters.metroConverter = function (node) {
        return $MetroCsv[node.MetroCsv[0].value].value;
    };

patterns:
    $Metro = $entity<MetroCsv> || converter = $converters.metroConverter
