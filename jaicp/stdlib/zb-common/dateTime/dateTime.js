// Questions about dates whose year, or month and year, may be missing. A date is a text as `dateToString` makes it:
// `5`, `5.11` or `5.11.2020`. What is missing is that of today, or with the option "future" or "past" the one with which the
// date lies there. Whether today itself is future and past enough is told by `includeToday`.

// A text for a date such as {day: 5, month: 11, year: 2020}.
function dateToString(date) {
    return [date.day, date.month, date.year].filter(function (part) {
        return part !== undefined && part !== null;
    }).join(".");
}

var DATE_FORMAT = "DD.MM.YYYY";

function dateError() {
    return new Error("Date not valid");
}

// A moment at the start of a day; throws where there is no such day.
function validDay(year, month, day) {
    var found = moment([year, month - 1, day]);
    if (!found.isValid() || found.date() !== day || found.month() !== month - 1) {
        throw dateError();
    }
    return found;
}

function startOfToday() {
    return currentDate().startOf("day");
}

// Whether a day does not lie on the side of today that the option asks for.
function isOnWrongSide(found, today, includeToday, option) {
    if (option === "future") {
        return includeToday ? found.isBefore(today, "day") : found.isSameOrBefore(today, "day");
    }
    return option === "past" && (includeToday ? found.isAfter(today, "day") : found.isSameOrAfter(today, "day"));
}

function dayWithoutMonth(day, includeToday, option) {
    var today = startOfToday();
    var found = validDay(today.year(), today.month() + 1, day);
    if (!isOnWrongSide(found, today, includeToday, option)) {
        return found;
    }
    var other = today.clone().startOf("month").add(option === "future" ? 1 : -1, "months");
    return validDay(other.year(), other.month() + 1, day);
}

function dayWithoutYear(day, month, includeToday, option) {
    var today = startOfToday();
    var found = validDay(today.year(), month, day);
    if (!isOnWrongSide(found, today, includeToday, option)) {
        return found;
    }
    return validDay(today.year() + (option === "future" ? 1 : -1), month, day);
}

function momentOfDate(date, includeToday, option) {
    var parts = String(date).split(".").map(Number);
    if (parts.length === 1) {
        return dayWithoutMonth(parts[0], includeToday, option);
    }
    if (parts.length === 2) {
        return dayWithoutYear(parts[0], parts[1], includeToday, option);
    }
    return validDay(parts[2] < 100 ? 2000 + parts[2] : parts[2], parts[1], parts[0]);
}

// The date as `05.11.2020`, with the year and the month that it lacks.
function getFullDate(date, includeToday, noYearOption) {
    return momentOfDate(date, includeToday, noYearOption).format(DATE_FORMAT);
}

function getYear(date, includeToday, noYearOption) {
    return momentOfDate(date, includeToday, noYearOption).year();
}

function getMonthAndYear(date, includeToday, noMonthOption) {
    return getFullDate(date, includeToday, noMonthOption);
}

function checkDateInPast(date, includeToday, noYearOption) {
    var found = momentOfDate(date, includeToday, noYearOption);
    return includeToday ? found.isSameOrBefore(startOfToday(), "day") : found.isBefore(startOfToday(), "day");
}

function checkDateInFuture(date, includeToday, noYearOption) {
    var found = momentOfDate(date, includeToday, noYearOption);
    return includeToday ? found.isSameOrAfter(startOfToday(), "day") : found.isAfter(startOfToday(), "day");
}

// Whether a period ends no earlier than it begins.
function checkPeriod(start, end, noYearOptionStart, noYearOptionEnd) {
    var first = momentOfDate(start, true, noYearOptionStart);
    return first.isSameOrBefore(momentOfDate(end, true, noYearOptionEnd), "day");
}

function checkPeriodInPast(start, end, includeToday, noYearOptionStart, noYearOptionEnd) {
    return checkPeriod(start, end, noYearOptionStart, noYearOptionEnd) &&
        checkDateInPast(start, includeToday, noYearOptionStart) && checkDateInPast(end, includeToday, noYearOptionEnd);
}

function checkPeriodInFuture(start, end, includeToday, noYearOptionStart, noYearOptionEnd) {
    return checkPeriod(start, end, noYearOptionStart, noYearOptionEnd) &&
        checkDateInFuture(start, includeToday, noYearOptionStart) && checkDateInFuture(end, includeToday, noYearOptionEnd);
}

function checkPeriodInProgress(start, end, includeToday, noYearOptionStart, noYearOptionEnd) {
    return checkPeriod(start, end, noYearOptionStart, noYearOptionEnd) &&
        checkDateInPast(start, includeToday, noYearOptionStart) && checkDateInFuture(end, includeToday, noYearOptionEnd);
}
