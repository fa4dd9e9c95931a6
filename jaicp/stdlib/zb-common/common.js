// Functions for everyday use. `$`, with which bots reach the variables of a turn, is built in.

// --- converters -------------------------------------------------------------------------------------------

// What is not a list of children in a node of the parse tree.
var NODE_FIELDS = ["tag", "pattern", "text", "words", "value", "startPos", "endPos"];

function childNodes(node) {
    var found = [];
    Object.keys(node).forEach(function (key) {
        if (Array.isArray(node[key]) && NODE_FIELDS.indexOf(key) < 0) {
            found = found.concat(node[key]);
        }
    });
    return found.sort(function (left, right) {
        return left.startPos - right.startPos;
    });
}

// The value of the first child that has one.
$converters.propagateConverter = function (node) {
    var valued = childNodes(node).filter(function (child) {
        return child.value !== undefined;
    });
    return valued.length > 0 ? valued[0].value : node.value;
};

// One object with all fields of the children's values; of equal names the first counts.
$converters.collectParseTreeValues = function (node) {
    var collected = {};
    childNodes(node).forEach(function (child) {
        if (_.isObject(child.value)) {
            _.defaults(collected, child.value);
        }
    });
    return collected;
};

// --- objects and texts ------------------------------------------------------------------------------------

// JSON on several lines, without what is null; an object that comes back inside of itself is `"cycle"`.
function toPrettyString(value) {
    function cleaned(part, above) {
        if (!_.isObject(part) || _.isFunction(part)) {
            return part;
        }
        if (_.isFunction(part.toJSON)) {
            return part.toJSON();
        }
        if (above.indexOf(part) >= 0) {
            return "cycle";
        }
        var inside = above.concat([part]);
        if (Array.isArray(part)) {
            return part.map(function (item) {
                return cleaned(item, inside);
            });
        }
        var kept = {};
        Object.keys(part).forEach(function (key) {
            if (part[key] !== null && part[key] !== undefined) {
                kept[key] = cleaned(part[key], inside);
            }
        });
        return kept;
    }
    return JSON.stringify(cleaned(value, []), null, 2);
}

function copyObject(value) {
    return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

// The value of a node of the parse tree, or of the first in a list of them, else what was given as default.
function safeValue(tag, otherwise) {
    var node = Array.isArray(tag) ? tag[0] : tag;
    return node && node.value !== undefined && node.value !== null ? node.value : otherwise;
}

function checkEnLetters(text) {
    return /^[a-z]+$/i.test(text);
}

// A text with `{{ }}` in it, filled in.
function resolveVariables(text) {
    return $reactions.template(text, $jsapi.context());
}

// `{one/other}` in a text becomes one of them; in tests the first.
function resolveInlineDictionary(text) {
    return String(text).replace(/\{([^{}\/]*(?:\/[^{}\/]*)+)\}/g, function (whole, choices) {
        return selectRandomArg(choices.split("/"));
    });
}

function fillWithZero(number) {
    return (Number(number) < 10 ? "0" : "") + Number(number);
}

// Links written as `[text](address)`, or an address alone, as HTML.
function formatLink(text) {
    var link = /\[([^\]]*)\]\((https?:[^\s)]+)\)|(https?:\/\/[^\s<>"]+)/g;
    return String(text).replace(link, function (whole, name, address, bare) {
        var target = address || bare;
        return "<a href=\"" + target + "\" target=\"_blank\">" + (name || target) + "</a>";
    });
}

// --- chance -----------------------------------------------------------------------------------------------

function testMode() {
    return Boolean($jsapi.context().testContext);
}

// A whole number from `min` to `max`, both included.
function randomInteger(min, max) {
    return min + $reactions.random(max - min + 1);
}

// A whole number from 0, smaller than `upperBound`.
function random(upperBound) {
    return $reactions.random(upperBound);
}

function randomIndex(list) {
    return $reactions.random(list.length);
}

// One of the arguments, or of the items of a list that is the only argument; in tests the first.
function selectRandomArg() {
    var choices = arguments.length === 1 && Array.isArray(arguments[0]) ? arguments[0] : _.toArray(arguments);
    return choices[testMode() ? 0 : randomIndex(choices)];
}

// The value of some entry of a dictionary, or some item of a list.
function getRandomElement(dictionary) {
    var keys = Object.keys(dictionary);
    var chosen = dictionary[keys[randomIndex(keys)]];
    return _.isObject(chosen) && chosen.value !== undefined ? chosen.value : chosen;
}

// --- states and answers -----------------------------------------------------------------------------------

function currentState() {
    return $jsapi.context().currentState;
}

function themeExists(theme) {
    return Object.keys($jsapi.getStates()).some(function (path) {
        return path === theme || path.indexOf(theme + "/") === 0;
    });
}

// Texts of a bot laid over those of a module, key by key.
function applyCustomAnswers(common, custom) {
    Object.keys(custom || {}).forEach(function (key) {
        var both = _.isObject(custom[key]) && _.isObject(common[key]) && !Array.isArray(custom[key]);
        common[key] = both ? applyCustomAnswers(common[key], custom[key]) : custom[key];
    });
    return common;
}

function genderOfBot() {
    var settings = $injector.offtopic || {};
    return String($injector.gender || settings.gender || "").toLowerCase();
}

function isMale() {
    return genderOfBot() === "male";
}

function isFemale() {
    return genderOfBot() === "female";
}

// A text by the gender that the settings give the bot: male, female, neither.
function toGender(male, female, other) {
    if (isMale()) {
        return male;
    }
    return isFemale() ? female : other;
}

function showImageWText(url, text) {
    $response.replies = $response.replies || [];
    $response.replies.push({type: "image", imageUrl: url, text: text, state: currentState()});
}

// A carousel of the records of a dictionary: each with `title`, `description`, `image`, `url`, `buttonText`.
function showCarousel(keys, dictionary, title) {
    var content = keys.map(function (key) {
        var record = dictionary[key].value || dictionary[key];
        return {
            title: record.title || record.name,
            description: record.description,
            image: record.image,
            url: record.url,
            btnText: record.buttonText || record.btnText
        };
    });
    $response.replies = $response.replies || [];
    $response.replies.push({type: "carousel", text: title, content: content, state: currentState()});
}

// A page of `elements` from `position` on, between a button that goes back and one that goes on.
function paginator(elements, position, numOfButtons, moreButton, backButton) {
    var page = elements.slice(position, position + numOfButtons);
    if (position > 0) {
        page.unshift(backButton);
    }
    if (position + numOfButtons < elements.length) {
        page.push(moreButton);
    }
    return page;
}

// --- requests ---------------------------------------------------------------------------------------------

function parseHttpResponse(data, status, response) {
    $jsapi.context().temp.httpStatus = status;
    $jsapi.context().temp.httpResponse = data;
    return data;
}

function httpError(response, status, error) {
    $jsapi.context().temp.httpStatus = status;
    $jsapi.context().temp.httpError = parseJsonError(error);
    log("HTTP error " + status + ": " + error);
}

function parseJsonError(text) {
    try {
        return JSON.parse(text);
    } catch (error) {
        return text;
    }
}

function parseXmlHttpResponse(text) {
    return $jsapi.parseXml(text);
}

// --- dates ------------------------------------------------------------------------------------------------

// Now, at the offset in minutes that the channel tells of its visitor, if it does.
function currentDate() {
    var now = moment($jsapi.currentTime());
    var offset = checkOffset();
    return offset === undefined ? now : now.utcOffset(offset);
}

function checkOffset() {
    var data = ($jsapi.context().request || {}).data || {};
    return _.isNumber(data.offset) ? data.offset : undefined;
}

var RELATIVE_UNITS = ["years", "months", "days", "hours", "minutes", "seconds"];

function dateTimeValue(dateTime) {
    return dateTime && dateTime.value !== undefined ? dateTime.value : dateTime;
}

function hasDateRelative(dateTime) {
    var value = dateTimeValue(dateTime);
    return ["years", "months", "days"].some(function (unit) {
        return _.isNumber(value[unit]);
    });
}

// The moment that a value of `$DateTime` means, counted from now.
function toMoment(dateTime) {
    var value = dateTimeValue(dateTime);
    var found = currentDate();
    RELATIVE_UNITS.forEach(function (unit) {
        if (_.isNumber(value[unit])) {
            found.add(value[unit], unit);
        }
    });
    if (_.isNumber(value.year)) {
        found.year(value.year < 100 ? 2000 + value.year : value.year);
    }
    if (_.isNumber(value.month)) {
        found.date(1).month(value.month - 1);
    }
    if (_.isNumber(value.day)) {
        found.date(value.day);
    } else if (_.isNumber(value.weekDay)) {
        found.isoWeekday(value.weekDay);
    }
    if (_.isNumber(value.hour)) {
        found.hour(value.hour).minute(value.minute || 0).second(value.second || 0).millisecond(0);
    }
    return found;
}

function dayStart(day) {
    return moment.isMoment(day) ? day.clone().startOf("day") : toMoment(day).startOf("day");
}

function dayEnd(day) {
    return dayStart(day).add(1, "days");
}

// By how much a value repeats, so that the next or the last time of it can be told.
function periodOf(value) {
    if (_.isNumber(value.year) || hasDateRelative(value)) {
        return undefined;
    }
    if (_.isNumber(value.month)) {
        return "years";
    }
    if (_.isNumber(value.day)) {
        return "months";
    }
    return _.isNumber(value.weekDay) ? "weeks" : "days";
}

function shifted(dateTime, amount, isDone) {
    var found = toMoment(dateTime);
    var period = periodOf(dateTimeValue(dateTime));
    for (var step = 0; period !== undefined && step < 12 && !isDone(found); step += 1) {
        found = found.clone().add(amount, period);
    }
    return found.unix();
}

// The first time from now on that a value means, in seconds of Unix time.
function toFuture(dateTime) {
    var now = currentDate();
    return shifted(dateTime, 1, function (found) {
        return found.isSameOrAfter(now);
    });
}

// The last time before now that a value means, in seconds of Unix time.
function toPast(dateTime) {
    var now = currentDate();
    return shifted(dateTime, -1, function (found) {
        return found.isSameOrBefore(now);
    });
}

function isPast(dateTime) {
    return toMoment(dateTime).isBefore(currentDate());
}

// A `$DateTime` whose value has the fields of both; those of the second count where both have one.
function mergeTwoDateTime(first, second) {
    return {tag: "DateTime", value: _.extend({}, dateTimeValue(first), dateTimeValue(second))};
}

// Whether nobody works at this hour: the hours of weekdays and of the weekend, in a time zone.
function isOff(zone, weekdayEarlyHour, weekdayEveningHour, holidayEarlyHour, holidayEveningHour) {
    var hour = Number($jsapi.dateForZone(zone, "HH"));
    var isWeekend = ["Sat", "Sun", "Сб", "Вс", "сб", "вс"].indexOf($jsapi.dateForZone(zone, "EEE")) >= 0;
    var from = isWeekend ? holidayEarlyHour : weekdayEarlyHour;
    var until = isWeekend ? holidayEveningHour : weekdayEveningHour;
    return hour < from || hour >= until;
}

// --- numbers in words -------------------------------------------------------------------------------------

var CARDINALS = {
    units: ["", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"],
    teens: ["десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать",
        "семнадцать", "восемнадцать", "девятнадцать"],
    tens: ["", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"],
    hundreds: ["", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"]
};
var ORDINALS = {
    units: ["", "первый", "второй", "третий", "четвёртый", "пятый", "шестой", "седьмой", "восьмой", "девятый"],
    teens: ["десятый", "одиннадцатый", "двенадцатый", "тринадцатый", "четырнадцатый", "пятнадцатый", "шестнадцатый",
        "семнадцатый", "восемнадцатый", "девятнадцатый"],
    tens: ["", "", "двадцатый", "тридцатый", "сороковой", "пятидесятый", "шестидесятый", "семидесятый",
        "восьмидесятый", "девяностый"],
    hundreds: ["", "сотый", "двухсотый", "трёхсотый", "четырёхсотый", "пятисотый", "шестисотый", "семисотый",
        "восьмисотый", "девятисотый"]
};
// The beginnings of `двухтысячный` and the like.
var THOUSANDTHS = {
    units: ["", "одно", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти"],
    teens: ["десяти", "одиннадцати", "двенадцати", "тринадцати", "четырнадцати", "пятнадцати", "шестнадцати",
        "семнадцати", "восемнадцати", "девятнадцати"],
    tens: ["", "", "двадцати", "тридцати", "сорока", "пятидесяти", "шестидесяти", "семидесяти", "восьмидесяти",
        "девяносто"],
    hundreds: ["", "сто", "двухсот", "трёхсот", "четырёхсот", "пятисот", "шестисот", "семисот", "восьмисот",
        "девятисот"]
};
var SCALES = [
    {size: 1e9, one: "миллиард", few: "миллиарда", many: "миллиардов"},
    {size: 1e6, one: "миллион", few: "миллиона", many: "миллионов"},
    {size: 1e3, one: "тысяча", few: "тысячи", many: "тысяч", feminine: true}
];

// The words of a number below 1000, of which the last is taken from `ending`.
function wordsBelowThousand(number, words, ending) {
    var rest = number % 100;
    var parts = [[words.hundreds, ending.hundreds, Math.floor(number / 100)]];
    if (rest >= 10 && rest < 20) {
        parts.push([words.teens, ending.teens, rest - 10, true]);
    } else {
        parts.push([words.tens, ending.tens, Math.floor(rest / 10)], [words.units, ending.units, rest % 10]);
    }
    var given = parts.filter(function (part) {
        return part[2] > 0 || part[3];
    });
    return given.map(function (part, index) {
        return (index === given.length - 1 ? part[1] : part[0])[part[2]];
    });
}

function scaleWords(count, scale) {
    var words = wordsBelowThousand(count, CARDINALS, CARDINALS);
    var last = count % 100 > 10 && count % 100 < 20 ? 0 : count % 10;
    if (scale.feminine && (last === 1 || last === 2)) {
        words[words.length - 1] = last === 1 ? "одна" : "две";
    }
    var few = last > 1 && last < 5 ? scale.few : scale.many;
    return words.concat([last === 1 ? scale.one : few]);
}

function cardinalWords(number) {
    var words = [];
    var rest = number;
    SCALES.forEach(function (scale) {
        if (rest >= scale.size) {
            words = words.concat(scaleWords(Math.floor(rest / scale.size), scale));
            rest %= scale.size;
        }
    });
    return words.concat(wordsBelowThousand(rest, CARDINALS, CARDINALS));
}

function ordinalWords(number) {
    var rest = number % 1000;
    if (rest > 0) {
        return cardinalWords(number - rest).concat(wordsBelowThousand(rest, CARDINALS, ORDINALS));
    }
    if (number === 1e6) {
        return ["миллионный"];
    }
    var count = number / 1000;
    return [(count === 1 ? "" : wordsBelowThousand(count, THOUSANDTHS, THOUSANDTHS).join("")) + "тысячный"];
}

// A whole number in Russian words; with "ordinal" up to a million as `первый`. What cannot be told is logged: false.
function numberToString(number, category) {
    var isOrdinal = category === "ordinal";
    if (!_.isNumber(number) || number % 1 !== 0) {
        log("Invalid input, integer required: " + number);
        return false;
    }
    var size = Math.abs(number);
    if (isOrdinal && size > 1e6) {
        log("Number too large to get ordinal category: " + number);
        return false;
    }
    if (size >= 1e12) {
        log("Number too large: " + number);
        return false;
    }
    if (size === 0) {
        return isOrdinal ? "нулевой" : "ноль";
    }
    var words = isOrdinal ? ordinalWords(size) : cardinalWords(size);
    return (number < 0 ? ["минус"] : []).concat(words).join(" ");
}
