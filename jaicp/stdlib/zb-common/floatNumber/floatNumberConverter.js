// Values of numbers with a fraction. In words the fraction is what its digits are: «сто и двести» is 100.2.

$converters.floatNumberConverterDigit = function (node) {
    return Number(node.text.replace(/\s/g, "").replace(",", "."));
};

// What cannot be divided by is no number.
$converters.floatNumberConverterDivision = function (node) {
    var sides = node.text.split("/");
    return Number(sides[1]) === 0 ? NaN : Number(sides[0]) / Number(sides[1]);
};

$converters.floatNumberConverterWords = function (node) {
    var whole = node.Number[0];
    var fraction = node.FloatNumberFraction ? node.FloatNumberFraction[0] : node.Number[1];
    var value = Number(Math.abs(whole.value) + "." + Math.abs(fraction.value));
    return whole.value < 0 || /^(минус|minus|-)/i.test(whole.text) ? -value : value;
};

$converters.floatNumberConverter = function (node) {
    var value = $converters.propagateConverter(withoutMinus(node));
    return node.Minus ? -value : value;
};

function withoutMinus(node) {
    return _.omit(node, "Minus");
}
