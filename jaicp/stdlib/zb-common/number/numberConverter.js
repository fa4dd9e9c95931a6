// Values of numbers. Leaves map their words to digits, what is made of several parts adds or multiplies them.

// The digits of a text, whatever stands between them.
$converters.numberConverterDigit = function (node) {
    return Number(node.text.replace(/[^\d]/g, ""));
};

$converters.numberConverterCommaSeparatedDigit = $converters.numberConverterDigit;

$converters.numberConverterOrdinalDigit = $converters.numberConverterDigit;

$converters.numberConverterNegative = function (node) {
    return -$converters.numberConverterDigit(node);
};

// The value that the pattern maps its words to.
$converters.numberConverterValue = function (node) {
    return Number(node.value);
};

function numbersIn(node) {
    return childNodes(node).filter(function (child) {
        return _.isNumber(child.value);
    }).map(function (child) {
        return child.value;
    });
}

function sumOf(numbers) {
    return numbers.reduce(function (sum, number) {
        return sum + number;
    }, 0);
}

// Thirty-three: the values on both sides of the dash, which the pattern knows as words of their own.
$converters.numberConverterDozenDash = function (node) {
    var parts = node.text.toLowerCase().replace(/ё/g, "е").split("-");
    return DOZENS_BY_WORD[parts[0]] + UNITS_BY_WORD[parts[1]];
};

var DOZENS_BY_WORD = {
    "двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70,
    "восемьдесят": 80, "девяносто": 90, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
    "жиырма": 20, "отыз": 30, "қырық": 40, "елу": 50, "алпыс": 60, "жетпіс": 70, "сексен": 80, "тоқсан": 90
};

var UNITS_BY_WORD = {
    "один": 1, "одна": 1, "одно": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7,
    "восемь": 8, "девять": 9, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9,
    "бір": 1, "екі": 2, "үш": 3, "төрт": 4, "бес": 5, "алты": 6, "жеті": 7, "сегіз": 8, "тоғыз": 9
};

$converters.numberConverterSum = function (node) {
    var sum = sumOf(numbersIn(node));
    return node.Minus ? -sum : sum;
};

// How many there are of what the pattern maps its word to: five thousand, or a thousand.
$converters.numberConverterMultiply = function (node) {
    var counts = numbersIn(node);
    return (counts.length > 0 ? sumOf(counts) : 1) * Number(node.value);
};
