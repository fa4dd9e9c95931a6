// Phone numbers said in words: every part gives the digits that it stands for, as a text of fixed length.

function phoneDigits(node) {
    return childNodes(node).map(function (child) {
        return child.value;
    }).join("");
}

function phoneSum(node, length) {
    var sum = childNodes(node).reduce(function (all, child) {
        return all + Number(child.value);
    }, 0);
    return ("0000" + sum).slice(-length);
}

$converters.phoneDigits = phoneDigits;

$converters.phoneTwoDigits = function (node) {
    return phoneSum(node, 2);
};

$converters.phoneThreeDigits = function (node) {
    return phoneSum(node, 3);
};

$converters.phoneFourDigits = function (node) {
    return phoneSum(node, 4);
};

// Two, three or four times the same digit.
$converters.PhoneNumberSameDigits = function (node) {
    return new Array(Number(node.value) + 1).join(phoneDigits(node));
};

$converters.mobilePhoneNumberInWordsConverter = function (node) {
    return "+7" + phoneDigits(node).slice(-10);
};

$converters.mobilePhoneNumberInDigitsConverter = function (node) {
    return "+7" + node.text.replace(/\D/g, "").slice(-10);
};
