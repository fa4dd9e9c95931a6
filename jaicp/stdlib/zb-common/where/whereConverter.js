// Values of places. A dictionary gives the number of a row; what is said stands in `text`.

$global.$converters = $global.$converters || {};

$converters.countryConverter = function (node) {
    return $Countries[node.Countries[0].value].value;
};

$converters.capitalConverter = function (node) {
    return $Geography[node.Geography[0].value].value;
};

// The capital of a country, as a city; of one without a known capital the country itself.
$converters.countryToCityConverter = function (node) {
    var country = node.Country[0].value;
    var rows = _.values($Cities);
    var capital = _.find(rows, function (row) {
        return row.value.country === country.code && row.value.capital === "true";
    });
    return capital ? capital.value : country;
};

// The country with a name or a code of two letters, whatever its case; null where there is none.
function country(name) {
    var wanted = String(name).toLowerCase();
    var row = _.find(_.values($Countries), function (one) {
        return one.value.name.toLowerCase() === wanted || one.value.code.toLowerCase() === wanted;
    });
    return row ? row.value : null;
}
