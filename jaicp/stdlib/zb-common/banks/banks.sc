# Russian banks by what people call them: {id, name}.

require: banks.csv
    name = Banks
    var = $Banks

init:
    $global.$converters = $global.$converters || {};

    $converters.BankConverter = function (node) {
        return $Banks[node.Banks[0].value].value;
    };

patterns:
    $Bank = $entity<Banks> || converter = $converters.BankConverter
