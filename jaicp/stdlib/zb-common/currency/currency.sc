# Currencies by their Russian names and codes: {name, abbreviation, symbol}; names that many bear: {name}.

require: currency.csv
    name = Currencies
    var = $Currencies

require: ambiguousCurrency.csv
    name = AmbiguousCurrencies
    var = $AmbiguousCurrencies

init:
    $global.$converters = $global.$converters || {};

    $converters.currencyConverter = function (node) {
        return $Currencies[node.Currencies[0].value].value;
    };

    $converters.ambiguousCurrencyConverter = function (node) {
        return $AmbiguousCurrencies[node.AmbiguousCurrencies[0].value].value;
    };

patterns:
    $Currency = $entity<Currencies> || converter = $converters.currencyConverter
    $ambiguousCurrency = $entity<AmbiguousCurrencies> || converter = $converters.ambiguousCurrencyConverter
