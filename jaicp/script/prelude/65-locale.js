// What the engine lacks of `Intl`: numbers, dates and the order of words by the customs of a language. Known are
// Russian and English; Kazakh writes numbers as Russian does; any other language is written as English.

const DateType = Date;
const timeOf = uncurry(Date.prototype.getTime);
const offsetOfLocal = uncurry(Date.prototype.getTimezoneOffset);
const fixed = uncurry(Number.prototype.toFixed);
const toLowerCase = uncurry(String.prototype.toLowerCase);
const codeAt = uncurry(String.prototype.charCodeAt);
const padded = (number, size) => slice("000" + number, -size);
const { abs, min, max } = Math;
const { isFinite } = Number;
const NO_BREAK = "\u00a0";

const listed = (text) => split(text, " ");
const LANGUAGES = {
  __proto__: null,
  en: {
    group: ",", point: ".", currencies: { USD: "$", EUR: "€", GBP: "£", RUB: "RUB" + NO_BREAK },
    months: listed("January February March April May June July August September October November December"),
    shortMonths: listed("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    days: listed("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
    shortDays: listed("Sun Mon Tue Wed Thu Fri Sat"),
  },
  ru: {
    group: NO_BREAK, point: ",", currencies: { USD: "$", EUR: "€", GBP: "£", RUB: "₽", KZT: "₸" },
    months: listed("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
    alone: listed("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
    shortMonths: listed("янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек."),
    days: listed("воскресенье понедельник вторник среда четверг пятница суббота"),
    shortDays: listed("вс пн вт ср чт пт сб"),
  },
};

// `ru-RU`, or a list of such names, as the language that is known here.
function languageOf(locales) {
  const name = isArray(locales) ? locales[0] : locales;
  const language = name === undefined ? "en" : slice(toLowerCase(toString(name)), 0, 2);
  return language === "ru" || language === "kk" ? LANGUAGES.ru : LANGUAGES.en;
}

// --- numbers

function grouped(digits, sign) {
  let text = "";
  for (let end = digits.length; end > 0; end -= 3) {
    text = slice(digits, max(0, end - 3), end) + (text === "" ? "" : sign + text);
  }
  return text;
}

function digitLimits(options, isMoney, isPercent) {
  const usual = isMoney ? 2 : isPercent ? 0 : 3;
  const least = options.minimumFractionDigits === undefined ? (isMoney ? 2 : 0) : +options.minimumFractionDigits;
  const most = options.maximumFractionDigits === undefined ? max(usual, least) : +options.maximumFractionDigits;
  return { __proto__: null, least: min(least, most, 20), most: min(most, 20) };
}

function plainNumber(value, language, options, limits) {
  const text = fixed(abs(value), limits.most);
  const parts = split(text, ".");
  let fraction = parts.length > 1 ? parts[1] : "";
  while (fraction.length > limits.least && fraction[fraction.length - 1] === "0") fraction = slice(fraction, 0, -1);
  const whole = options.useGrouping === false || parts[0].length < 4 ? parts[0] : grouped(parts[0], language.group);
  return whole + (fraction === "" ? "" : language.point + fraction);
}

function formatNumber(given, locales, givenOptions) {
  const options = isObject(givenOptions) ? givenOptions : {};
  const language = languageOf(locales);
  const isMoney = options.style === "currency";
  const isPercent = options.style === "percent";
  const value = isPercent ? given * 100 : +given;
  if (!isFinite(value)) return value !== value ? (language === LANGUAGES.ru ? "не число" : "NaN") : value < 0 ? "-∞" : "∞";
  if (abs(value) >= 1e21) return toString(value);
  const text = plainNumber(value, language, options, digitLimits(options, isMoney, isPercent));
  const sign = value < 0 && exec(/[1-9]/, text) !== null ? "-" : "";
  if (isPercent) return sign + text + (language === LANGUAGES.ru ? NO_BREAK : "") + "%";
  if (!isMoney) return sign + text;
  const code = toUpperCase(toString(options.currency));
  const symbol = hasOwn(language.currencies, code) ? language.currencies[code] : code;
  if (language === LANGUAGES.ru) return sign + text + NO_BREAK + symbol;
  return sign + (symbol === code ? symbol + NO_BREAK : symbol) + text;
}

// --- dates

// The fields of a moment in the time zone of the options, or in that of this machine.
function fieldsOf(date, options) {
  const time = timeOf(date);
  const zone = isObject(options) ? options.timeZone : undefined;
  const offset = zone === undefined ? -offsetOfLocal(date) * 60000 : host("jsapi", "zoneOffset", [zone, time]);
  const moved = new DateType(time + offset);
  return {
    __proto__: null, year: moved.getUTCFullYear(), month: moved.getUTCMonth(), day: moved.getUTCDate(),
    weekday: moved.getUTCDay(), hour: moved.getUTCHours(), minute: moved.getUTCMinutes(), second: moved.getUTCSeconds(),
  };
}

const DATE_PARTS = ["weekday", "year", "month", "day"];
const TIME_PARTS = ["hour", "minute", "second"];

function hasAny(options, names) {
  for (let i = 0; i < names.length; i += 1) if (options[names[i]] !== undefined) return true;
  return false;
}

// Which parts are asked for; `parts` are those shown where none are.
function askedParts(options, parts) {
  const asked = { __proto__: null };
  for (let i = 0; i < DATE_PARTS.length; i += 1) asked[DATE_PARTS[i]] = options[DATE_PARTS[i]];
  for (let i = 0; i < TIME_PARTS.length; i += 1) asked[TIME_PARTS[i]] = options[TIME_PARTS[i]];
  if (hasAny(asked, DATE_PARTS) || hasAny(asked, TIME_PARTS)) return asked;
  if (parts !== "time") asked.year = asked.month = asked.day = "numeric";
  if (parts !== "date") asked.hour = asked.minute = asked.second = "numeric";
  return asked;
}

function joinedWith(sign, parts) {
  let text = "";
  for (let i = 0; i < parts.length; i += 1) {
    if (parts[i] !== "") text += (text === "" ? "" : sign) + parts[i];
  }
  return text;
}

const digits = (number, style) => (style === "2-digit" ? padded(number % 100, 2) : toString(number));

function monthName(at, asked, language) {
  if (asked.month !== "long") return language.shortMonths[at.month];
  return asked.day === undefined && language.alone !== undefined ? language.alone[at.month] : language.months[at.month];
}

function numericDate(at, asked, isRussian) {
  const year = asked.year === undefined ? "" : digits(at.year, asked.year);
  const month = asked.month === undefined ? "" : isRussian ? padded(at.month + 1, 2) : digits(at.month + 1, asked.month);
  const isAlone = year === "" && month === "";
  const day = asked.day === undefined ? "" : isRussian && !isAlone ? padded(at.day, 2) : digits(at.day, asked.day);
  return isRussian ? joinedWith(".", [day, month, year]) : joinedWith("/", [month, day, year]);
}

function namedDate(at, asked, language, isRussian) {
  const month = monthName(at, asked, language);
  const day = asked.day === undefined ? "" : digits(at.day, asked.day);
  const year = asked.year === undefined ? "" : digits(at.year, asked.year);
  if (isRussian) return joinedWith(" ", [day, month, year, year === "" ? "" : "г."]);
  return joinedWith(day === "" ? " " : ", ", [joinedWith(" ", [month, day]), year]);
}

function dateText(at, asked, language) {
  const isRussian = language === LANGUAGES.ru;
  const isNamed = asked.month === "long" || asked.month === "short" || asked.month === "narrow";
  const weekday = asked.weekday === undefined ? ""
    : asked.weekday === "long" ? language.days[at.weekday] : language.shortDays[at.weekday];
  const date = isNamed ? namedDate(at, asked, language, isRussian) : numericDate(at, asked, isRussian);
  return joinedWith(", ", [weekday, date]);
}

function timeText(at, asked, language, options) {
  if (!hasAny(asked, TIME_PARTS)) return "";
  const isHalf = options.hour12 === undefined ? language === LANGUAGES.en : options.hour12 === true;
  const shown = isHalf ? at.hour % 12 || 12 : at.hour;
  const hour = asked.hour === undefined ? "" : isHalf && asked.hour !== "2-digit" ? toString(shown) : padded(shown, 2);
  const minute = asked.minute === undefined ? "" : padded(at.minute, 2);
  const second = asked.second === undefined ? "" : padded(at.second, 2);
  const half = isHalf && hour !== "" ? (at.hour < 12 ? " AM" : " PM") : "";
  return joinedWith(":", [hour, minute, second]) + half;
}

function formatDate(date, locales, givenOptions, parts) {
  if (timeOf(date) !== timeOf(date)) return "Invalid Date";
  const options = isObject(givenOptions) ? givenOptions : {};
  const language = languageOf(locales);
  const asked = askedParts(options, parts);
  const at = fieldsOf(date, options);
  const sign = language === LANGUAGES.ru && (asked.month === "long") ? " в " : ", ";
  return joinedWith(sign, [dateText(at, asked, language), timeText(at, asked, language, options)]);
}

// --- the order of words: `ё` behind `е`, small letters before capital ones

function weight(code) {
  return code === 0x451 ? 0x435 * 2 + 1 : code * 2;
}

function compareWords(a, b) {
  const one = toLowerCase(a);
  const other = toLowerCase(b);
  const length = min(one.length, other.length);
  for (let i = 0; i < length; i += 1) {
    const difference = weight(codeAt(one, i)) - weight(codeAt(other, i));
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  if (one.length !== other.length) return one.length < other.length ? -1 : 1;
  return a === b ? 0 : a > b ? -1 : 1;
}

function defineMethod(prototype, name, method) {
  defineProperty(prototype, name, field(method, false));
}

defineMethod(Number.prototype, "toLocaleString", function (locales, options) {
  return formatNumber(+this, locales, options);
});
defineMethod(Date.prototype, "toLocaleString", function (locales, options) {
  return formatDate(this, locales, options, "all");
});
defineMethod(Date.prototype, "toLocaleDateString", function (locales, options) {
  return formatDate(this, locales, options, "date");
});
defineMethod(Date.prototype, "toLocaleTimeString", function (locales, options) {
  return formatDate(this, locales, options, "time");
});
defineMethod(String.prototype, "localeCompare", function (other) {
  return compareWords(toString(this), toString(other));
});

// A formatter of `Intl`, with or without `new`; only `format` and `resolvedOptions` are there.
function formatter(made) {
  return function (locales, options) {
    const format = made(locales, options);
    const zone = isObject(options) && options.timeZone !== undefined ? options.timeZone : "UTC";
    const locale = languageOf(locales) === LANGUAGES.ru ? "ru" : "en";
    return { format, resolvedOptions: () => ({ locale, timeZone: zone }) };
  };
}

defineGlobal("Intl", {
  NumberFormat: formatter((locales, options) => (value) => formatNumber(value, locales, options)),
  DateTimeFormat: formatter((locales, options) => (value) => {
    const date = value === undefined ? new DateType() : new DateType(value);
    return formatDate(date, locales, options, "date");
  }),
  Collator: function () { return { compare: (a, b) => compareWords(toString(a), toString(b)) }; },
});
