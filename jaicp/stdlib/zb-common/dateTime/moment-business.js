// Working days, Monday to Friday, of moments. A moment that is given stays as it is.

function isWeekDay(date) {
    return moment(date).isoWeekday() < 6;
}

function isWeekendDay(date) {
    return !isWeekDay(date);
}

// How many days of a kind lie between two moments: from the first on, without the last; below zero where that is earlier.
function daysBetween(start, end, isWanted) {
    if (moment(end).isBefore(start, "day")) {
        return -daysBetween(end, start, isWanted);
    }
    var day = moment(start).startOf("day");
    var last = moment(end).startOf("day");
    var weeks = Math.floor(last.diff(day, "days") / 7);
    var perWeek = isWanted(moment(day).isoWeekday(1)) ? 5 : 2;
    var count = weeks * perWeek;
    day.add(weeks, "weeks");
    while (day.isBefore(last)) {
        count += isWanted(day) ? 1 : 0;
        day.add(1, "days");
    }
    return count;
}

function weekDays(start, end) {
    return daysBetween(start, end, isWeekDay);
}

function weekendDays(start, end) {
    return daysBetween(start, end, isWeekendDay);
}

// The moment so many working days later, or earlier where the number is below zero.
function addWeekDays(date, count) {
    var day = moment(date);
    var step = count < 0 ? -1 : 1;
    var left = Math.abs(count);
    day.add(step * 7 * Math.floor(left / 5), "days");
    left %= 5;
    while (left > 0 || !isWeekDay(day)) {
        day.add(step, "days");
        left -= isWeekDay(day) && left > 0 ? 1 : 0;
    }
    return day;
}

function subtractWeekDays(date, count) {
    return addWeekDays(date, -count);
}
