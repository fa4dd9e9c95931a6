// Values of dates and times. What is counted from now has fields in the plural (`days: 1`), what stands in the
// calendar or on the clock in the singular (`day: 1`). The patterns of all languages share these converters.

var DATE_TIME_FIELDS = [
    "years", "months", "days", "hours", "minutes", "seconds",
    "year", "month", "day", "weekDay", "hour", "minute", "second", "period"
];

// --- leaves -----------------------------------------------------------------------------------------------

function numbersInText(node) {
    return node.text.match(/\d+/g).map(Number);
}

$converters.timeConverterHhMmSs = function (node) {
    var parts = numbersInText(node);
    return {hour: parts[0], minute: parts[1], second: parts[2]};
};

$converters.timeConverterHhMm = function (node) {
    var parts = numbersInText(node);
    return {hour: parts[0], minute: parts[1]};
};

// As in 1751: the last two digits are minutes.
$converters.timeConverterHhMmWithoutSeparator = function (node) {
    var digits = node.text.replace(/\D/g, "");
    return {hour: Number(digits.slice(0, -2)), minute: Number(digits.slice(-2))};
};

// As in 5pm and 12:30am.
$converters.timeWithPeriodConverter = function (node) {
    var parts = numbersInText(node);
    var isAm = /am$/i.test(node.text);
    var fields = {hour: parts[0] % 12 + (isAm ? 0 : 12)};
    if (parts.length > 1) {
        fields.minute = parts[1];
    }
    fields.period = isAm ? "am" : "pm";
    return fields;
};

$converters.timeConverterDateMonth = $converters.numberConverterValue;

$converters.weekDayConverter = $converters.numberConverterValue;

// Day, month and year in digits; `20` means 20, whichever century that is.
$converters.dateWithDotsConverter = function (node) {
    var parts = numbersInText(node);
    if (parts[0] > 31) {
        return {day: parts[2], month: parts[1], year: parts[0]};
    }
    return parts.length > 2 ? {day: parts[0], month: parts[1], year: parts[2]} : {day: parts[0], month: parts[1]};
};

// Month, day and year in digits, as in American English.
$converters.dateWithSlashesConverter = function (node) {
    var parts = numbersInText(node);
    return parts.length > 2 ? {day: parts[1], month: parts[0], year: parts[2]} : {day: parts[1], month: parts[0]};
};

// `12-31` in a pattern means the last day of December.
$converters.dateHolidayConverter = function (node) {
    var parts = node.value.split("-");
    return {day: Number(parts[1]), month: Number(parts[0])};
};

// --- parts put together -----------------------------------------------------------------------------------

// The fields of all children that are objects; the first counts where two have the same.
function fieldsBelow(node) {
    var fields = {};
    childNodes(node).forEach(function (child) {
        if (_.isObject(child.value)) {
            _.defaults(fields, child.value);
        }
    });
    return fields;
}

function firstValue(node, name) {
    return node[name] ? node[name][0].value : undefined;
}

// Fields by the names of children: those that are there.
function named(node, names) {
    var fields = {};
    Object.keys(names).forEach(function (name) {
        var value = firstValue(node, name);
        if (_.isNumber(value)) {
            fields[names[name]] = value;
        }
    });
    return fields;
}

$converters.composeConverter = fieldsBelow;

// Hours, minutes and seconds that patterns call by these names.
$converters.timeHoursConverter = function (node) {
    return named(node, {Hour: "hour", Minute: "minute", Second: "second"});
};

function hourBefore(hour) {
    return hour === 0 ? 23 : hour - 1;
}

// Half past four is `половина пятого`: the hour that is named is not full yet.
$converters.timeHalfAnHourConverter = function (node) {
    var hour = firstValue(node, "Hour");
    return {hour: hourBefore(_.isNumber(hour) ? hour : Number(node.value)), minute: 30};
};

// Minutes of the hour that is named: `двадцать минут пятого`.
$converters.timeMinutesOfHourConverter = function (node) {
    var minute = firstValue(node, "Minute");
    return {hour: hourBefore(firstValue(node, "Hour")), minute: _.isNumber(minute) ? minute : Number(node.value)};
};

// Minutes that the named hour lacks.
$converters.timeMinutesBeforeConverter = function (node) {
    var minute = firstValue(node, "Minute");
    return {hour: hourBefore(firstValue(node, "Hour")), minute: 60 - (_.isNumber(minute) ? minute : Number(node.value))};
};

// Minutes past the hour that is named, as in English.
$converters.timeMinutesAfterConverter = function (node) {
    var minute = firstValue(node, "Minute");
    return {hour: firstValue(node, "Hour"), minute: _.isNumber(minute) ? minute : Number(node.value)};
};

$converters.timeSpecialConverter = function (node) {
    return {hour: Number(node.value)};
};

var TIMES_OF_DAY = {
    morning: function (hour) { return hour === 12 ? 0 : hour; },
    day: function (hour) { return hour > 0 && hour < 8 ? hour + 12 : hour; },
    evening: function (hour) { return hour < 12 ? hour + 12 : hour; },
    night: function (hour) {
        if (hour === 12) {
            return 0;
        }
        return hour > 7 && hour < 12 ? hour + 12 : hour;
    }
};

function timeOfDay(node) {
    var modifier = node.TimeHoursModifier && node.TimeHoursModifier[0];
    var found = ["Morning", "Day", "Evening", "Night"].filter(function (name) {
        return modifier && modifier["Time" + name] || node["Time" + name + "Part"];
    });
    return found.length > 0 ? found[0].toLowerCase() : undefined;
}

// A time on the clock with the time of day that it is meant for; without a clock the hour for that time of day.
$converters.absoluteTimeConverter = function (node) {
    var clock = node.TimeClock || node.TimeBare;
    var value = clock ? _.clone(clock[0].value) : fieldsBelow(node);
    var part = timeOfDay(node);
    if (part !== undefined && clock) {
        value.hour = TIMES_OF_DAY[part](value.hour);
        var isAm = part === "morning" || (part !== "evening" && value.hour < 12);
        value.period = isAm ? "am" : "pm";
    }
    return value;
};

$converters.absoluteDateConverter = function (node) {
    return _.extend(named(node, {DateDayNumber: "day", DateMonth: "month", DateYearNumber: "year"}), fieldsBelow(node));
};

// --- what is counted from now -----------------------------------------------------------------------------

// How many there are of a unit: two, two and a half, half of one.
$converters.relativeCountConverter = function (node) {
    return sumOf(numbersIn(node)) + Number(node.value || 0);
};

$converters.relativeDateTimeMultiplierConverter = function (node) {
    var counts = numbersIn(node);
    if (counts.length === 0) {
        return node.value === undefined ? 1 : Number(node.value);
    }
    return sumOf(counts) + Number(node.value || 0);
};

$converters.relativeWeeksConverter = function (node) {
    return 7 * $converters.relativeDateTimeMultiplierConverter(node);
};

$converters.relativeDayConverter = $converters.numberConverterValue;

$converters.relativeMonthConverter = $converters.numberConverterValue;

var SMALLER_UNITS = {
    years: ["months", 12], months: ["days", 30], days: ["hours", 24], hours: ["minutes", 60], minutes: ["seconds", 60]
};

// Two and a half hours are two hours and 30 minutes; less than two of them are told in the smaller unit.
function withoutFractions(fields) {
    Object.keys(SMALLER_UNITS).forEach(function (unit) {
        var smaller = SMALLER_UNITS[unit];
        var amount = fields[unit];
        if (!_.isNumber(amount) || amount % 1 === 0) {
            return;
        }
        var whole = amount < 2 && unit === "hours" ? 0 : Math.floor(amount);
        fields[smaller[0]] = (fields[smaller[0]] || 0) + Math.round((amount - whole) * smaller[1]);
        if (whole > 0) {
            fields[unit] = whole;
        } else {
            delete fields[unit];
        }
    });
    return fields;
}

// Spans of time, before now where the pattern maps to -1.
$converters.relativeDateTimeConverter = function (node) {
    var fields = named(node, {
        DateTimeRelativeYears: "years", DateTimeRelativeMothes: "months", DateTimeRelativeDays: "days",
        TimeRelativeHours: "hours", TimeRelativeMinutes: "minutes", TimeRelativeSeconds: "seconds"
    });
    var weeks = firstValue(node, "DateTimeRelativeWeeks");
    if (_.isNumber(weeks)) {
        fields.days = (fields.days || 0) + weeks;
    }
    _.defaults(fields, fieldsBelow(node));
    fields = withoutFractions(fields);
    if (Number(node.value) < 0) {
        Object.keys(fields).forEach(function (unit) {
            fields[unit] = -fields[unit];
        });
    }
    return fields;
};

// A clock that is read as a span: in 4 hours 00 minutes.
$converters.relativeClockConverter = function (node) {
    var clock = fieldsBelow(node);
    return {hours: clock.hour, minutes: clock.minute};
};

$converters.relativeTimeConverter = function (node) {
    return node.RelativeClock ? $converters.relativeClockConverter(node) : $converters.relativeDateTimeConverter(node);
};

// A number of the unit that the pattern maps to.
$converters.simpleIntervalConverter = function (node) {
    var amount = sumOf(numbersIn(node));
    return node.value === "weeks" ? {days: 7 * amount} : _.object([[node.value, amount]]);
};

$converters.relativeDateConverter = function (node) {
    var fields = named(node, {DateRelativeYear: "years", DateRelativeMonth: "months", DateRelativeDay: "days"});
    var weeks = firstValue(node, "DateRelativeWeek");
    if (_.isNumber(weeks)) {
        fields.days = 7 * weeks;
    }
    return _.defaults(fields, fieldsBelow(node));
};

// --- days of the week -------------------------------------------------------------------------------------

// In how many days a day of the week comes: the next one from today on; with 1 that of the next week, with -1 the
// last one before today.
function daysToWeekDay(weekDay, which) {
    var today = currentDate().isoWeekday();
    var days = (weekDay - today + 7) % 7;
    if (which === 1) {
        return weekDay - today + 7;
    }
    return which === -1 ? days - 7 : days;
}

// A day of the week by itself; the pattern maps further weeks to their number.
$converters.dateWeekdayOrderConverter = function (node) {
    var days = daysToWeekDay(firstValue(node, "DateWeekday"), firstValue(node, "DateFuturePastModifier"));
    return {days: days + 7 * (sumOf(numbersIn(_.omit(node, "DateWeekday", "DateFuturePastModifier"))) + Number(node.value || 0))};
};

// A date with a day of the week: that goes along with a day of the month, else it is a day counted from now.
$converters.dateWithWeekdayConverter = function (node) {
    var fields = fieldsBelow(node);
    var weekDay = firstValue(node, "DateWeekday");
    if (!_.isNumber(weekDay)) {
        return fields;
    }
    if (_.isNumber(fields.day) || _.isNumber(fields.month)) {
        fields.weekDay = weekDay;
    } else if (!_.isNumber(fields.days)) {
        fields.days = daysToWeekDay(weekDay, firstValue(node, "DateFuturePastModifier"));
    }
    return fields;
};

// The last Friday of next month, and other days told with a month or a week of their own.
$converters.dateWithMonthOfRelativeConverter = function (node) {
    return _.extend(named(node, {DateRelativeYear: "years", DateRelativeMonth: "months"}),
        $converters.dateWithWeekdayConverter(node));
};

$converters.dateAndHourConverter = function (node) {
    return _.extend($converters.dateWithWeekdayConverter(node), $converters.absoluteDateConverter(node),
        $converters.timeHoursConverter(node));
};

// A bare day of the month beside a day of the week or a time.
$converters.dateBareDayConverter = function (node) {
    return named(node, {DateDayDigit: "day", DateWeekday: "weekDay"});
};

// --- the whole --------------------------------------------------------------------------------------------

$converters.absoluteDateTimeConverter = $converters.dateWithWeekdayConverter;

$converters.nowDateTimeConverter = function () {
    return {};
};

// The fields in their order.
$converters.normalizeDateTimeConverter = function (node) {
    return _.pick(fieldsBelow(node), DATE_TIME_FIELDS);
};

// From one date to another; the second lends the first the month and year that only it has.
$converters.datePeriodConverter = function (node) {
    var dates = childNodes(node).map(function (child) {
        return child.value;
    });
    if (dates.length === 1) {
        return dates[0];
    }
    var start = _.defaults({}, dates[0], _.pick(dates[1], "month", "year"));
    return {startDate: _.pick(start, dateOrder(start)), endDate: _.pick(dates[1], dateOrder(dates[1]))};
};

function dateOrder(date) {
    return ["day", "month", "year"].concat(Object.keys(date));
}

// Both dates in digits with a dash between them.
$converters.datePeriodDigitsConverter = function (node) {
    var sides = node.text.split("-").map(function (side) {
        return $converters.dateWithDotsConverter({text: side});
    });
    return {startDate: sides[0], endDate: sides[1]};
};

// Days of one month with a dash between them.
$converters.datePeriodDaysConverter = function (node) {
    var days = numbersInText(node.DatePeriodDays[0]);
    var rest = _.extend(named(node, {DateMonth: "month"}), fieldsBelow(node));
    return {startDate: _.extend({day: days[0]}, rest), endDate: _.extend({day: days[1]}, rest)};
};
