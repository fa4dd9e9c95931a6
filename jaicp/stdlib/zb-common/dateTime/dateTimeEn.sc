# English dates and times: `$DateTime` and its parts, and `$DatePeriod`. Values are those of the Russian ones.

require: ../number/number.sc
require: dateTimeConverter.js
require: dateTime.js

patterns:

    # --- the clock

    $TimeHourDigit = $regexp<[01]?\d|2[0-4]> || converter = $converters.numberConverterDigit

    $TimeHourWord = (
        zero:0/one:1/two:2/three:3/four:4/five:5/six:6/seven:7/eight:8/nine:9/ten:10/eleven:11/twelve:12/thirteen:13/fourteen:14/
        fifteen:15/sixteen:16/seventeen:17/eighteen:18/nineteen:19/twenty one:21/twenty two:22/twenty three:23/twenty:20
        ) || converter = $converters.numberConverterValue

    $TimeHourNumber = ($TimeHourDigit/$TimeHourWord) || converter = $converters.propagateConverter

    $TimeMinuteDigit = $regexp<[0-5]?\d> || converter = $converters.numberConverterDigit

    $TimeTwoMinuteDigits = $regexp<[0-5]\d> || converter = $converters.numberConverterDigit

    $TimeZero = (o/oh/zero):0 || converter = $converters.numberConverterValue

    # Minutes that may follow an hour without a word between them: from ten on, or with a zero.
    $TimeMinuteBare = ($TimeZero $TimeMinuteUnit/$TimeMinuteWords/$TimeTwoMinuteDigits) || converter = $converters.numberConverterSum

    $TimeMinuteUnit = (one:1/two:2/three:3/four:4/five:5/six:6/seven:7/eight:8/nine:9) || converter = $converters.numberConverterValue

    $TimeMinuteWords = (
        (ten:10/eleven:11/twelve:12/thirteen:13/fourteen:14/fifteen:15/sixteen:16/seventeen:17/eighteen:18/nineteen:19) |
        (twenty:20/thirty:30/forty:40/fifty:50)
        ) || converter = $converters.numberConverterValue

    $TimeMinuteNumber = ($TimeMinuteDigit/$NumberSimple) || converter = $converters.propagateConverter

    $TimeHhMmSs = $regexp<([01]?\d|2[0-3]):[0-5]\d:[0-5]\d> || converter = $converters.timeConverterHhMmSs

    $TimeHhMm = $regexp<([01]?\d|2[0-3]):[0-5]\d> || converter = $converters.timeConverterHhMm

    $TimeHhMmDotted = $regexp<([01]?\d|2[0-3])\.[0-5]\d> || converter = $converters.timeConverterHhMm

    $TimeHhMmWithoutSeparator = $regexp<([01]?\d|2[0-3])[0-5]\d> || converter = $converters.timeConverterHhMmWithoutSeparator

    # 5pm, 5:30am: in one word.
    $TimeWithPeriod = $regexp_i<(0?[1-9]|1[0-2])([:.][0-5]\d)?[ap]m> || converter = $converters.timeWithPeriodConverter

    $TimeMinutes = (minute/minutes/min/mins)

    $TimeSeconds = (second/seconds/sec/secs)

    $TimeHours = (hour/hours/hrs/o'clock/oclock/o clock/$regexp_i<o['’]clock>)

    $TimeHoursNumeric = $TimeHourNumber::Hour $TimeHours || converter = $converters.timeHoursConverter

    $TimeQuarter = (a quarter/quarter):15 || converter = $converters.numberConverterValue

    $TimeHalf = half:30 || converter = $converters.numberConverterValue

    $TimeMinutesAfter = (
        $TimeMinuteNumber::Minute [$TimeMinutes] (past/after) $TimeHourNumber::Hour [$TimeHours] |
        ($TimeQuarter::Minute/$TimeHalf::Minute) (past/after) $TimeHourNumber::Hour [$TimeHours] |
        half:30 $TimeHourNumber::Hour
        ) || converter = $converters.timeMinutesAfterConverter

    $TimeMinutesBefore = ($TimeMinuteNumber::Minute [$TimeMinutes]/$TimeQuarter::Minute) (to/before/till/of) $TimeHourNumber::Hour [$TimeHours] || converter = $converters.timeMinutesBeforeConverter

    $TimeMidnight = ((midnight):0/(noon/midday):12) || converter = $converters.timeSpecialConverter

    # A time that is one by itself.
    $TimeClock = (
        $TimeHhMmSs |
        $TimeHhMm |
        $TimeMinutesAfter |
        $TimeMinutesBefore |
        $TimeHoursNumeric |
        $TimeMidnight
        ) || converter = $converters.propagateConverter

    # A time that needs a word beside it.
    $TimeBare = (
        $TimeHhMmDotted |
        $TimeHhMmWithoutSeparator |
        $TimeHourNumber::Hour $TimeMinuteBare::Minute |
        $TimeHourNumber::Hour
        ) || converter = function (node) { return _.extend($converters.timeHoursConverter(node), fieldsBelow(node)); }

    # --- times of the day

    $TimeMorning = (am/$regexp_i<a\.\s?m\.?>/in the morning)

    $TimeDay = (in the afternoon)

    $TimeEvening = (pm/$regexp_i<p\.\s?m\.?>/in the evening)

    $TimeNight = (at night)

    $TimeHoursModifier = ($TimeMorning/$TimeDay/$TimeEvening/$TimeNight)

    $TimeMorningPart = ([in the/this/early in the] morning):8 || converter = $converters.timeSpecialConverter

    $TimeDayPart = ([in the/this] afternoon):15 || converter = $converters.timeSpecialConverter

    $TimeEveningPart = ([in the/this] evening/tonight):18 || converter = $converters.timeSpecialConverter

    $TimeNightPart = (at night/night):0 || converter = $converters.timeSpecialConverter

    $TimePreposition = (at/by/around/about/from/till/until/before/after/for)

    $TimeAbsolute = (
        [$TimePreposition] $TimeWithPeriod |
        $TimePreposition ($TimeClock/$TimeBare) [$TimeHoursModifier] |
        $TimeClock [$TimeHoursModifier] |
        $TimeBare $TimeHoursModifier |
        ($TimeMorningPart/$TimeDayPart/$TimeEveningPart/$TimeNightPart) $TimePreposition ($TimeClock/$TimeBare) |
        ($TimeMorningPart/$TimeDayPart/$TimeEveningPart/$TimeNightPart)
        ) || converter = $converters.absoluteTimeConverter

    # --- the calendar

    $DateMonth = (
        (january/jan):1/(february/feb):2/(march/mar):3/(april/apr):4/may:5/(june/jun):6/(july/jul):7/
        (august/aug):8/(september/sep/sept):9/(october/oct):10/(november/nov):11/(december/dec):12
        ) || converter = $converters.timeConverterDateMonth

    $DateWeekday = (
        (monday/mondays/mon):1/(tuesday/tuesdays/tue/tues):2/(wednesday/wednesdays/wed):3/(thursday/thursdays/thu/thur/thurs):4/
        (friday/fridays/fri):5/(saturday/saturdays/sat):6/(sunday/sundays/sun):7
        ) || converter = $converters.weekDayConverter

    $DateWeekdays = ($DateWeekday/weekday/weekdays/working day/working days)

    $Weekend = (weekend/weekends/[on] the weekend/day off/days off)

    $Season = ((winter/wintertime):0/(spring/springtime):1/(summer/summertime):2/(autumn/fall):3)

    $DateDayDigit = $regexp<0?[1-9]|[12]\d|3[01]> || converter = $converters.numberConverterDigit

    $DateDayOrderNumber = $regexp_i<(0?[1-9]|[12]\d|3[01])(st|nd|rd|th)> || converter = $converters.numberConverterDigit

    $DateDayOrdinal = (
        first:1/second:2/third:3/fourth:4/fifth:5/sixth:6/seventh:7/eighth:8/ninth:9/tenth:10/eleventh:11/twelfth:12/thirteenth:13/
        fourteenth:14/fifteenth:15/sixteenth:16/seventeenth:17/eighteenth:18/nineteenth:19/twentieth:20/
        (twenty first/twenty-first):21/(twenty second/twenty-second):22/(twenty third/twenty-third):23/(twenty fourth/twenty-fourth):24/
        (twenty fifth/twenty-fifth):25/(twenty sixth/twenty-sixth):26/(twenty seventh/twenty-seventh):27/
        (twenty eighth/twenty-eighth):28/(twenty ninth/twenty-ninth):29/thirtieth:30/(thirty first/thirty-first):31
        ) || converter = $converters.numberConverterValue

    $DateDayNumber = ($DateDayDigit/$DateDayOrderNumber/$DateDayOrdinal) || converter = $converters.propagateConverter

    $DateYearNumber = $regexp<(1\d|20|21)\d\d> || converter = $converters.numberConverterDigit

    $DateWithSlashes = $regexp<(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(/((1\d|20|21)\d\d|\d\d))?> || converter = $converters.dateWithSlashesConverter

    $DateWithDots = (
        $regexp<(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.((1\d|20|21)\d\d|\d\d)> |
        $regexp<(1\d|20|21)\d\d-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])>
        ) || converter = $converters.dateWithDotsConverter

    $DateHoliday = (
        (new year's eve/new years eve/$regexp_i<new year['’]s eve>):12-31/(new year/new years/new years day/$regexp_i<new year['’]s>/$regexp_i<new year['’]s day>):1-1/
        (valentine's day/valentines day/st valentine/$regexp_i<valentine['’]s day>):2-14/(saint patrick's day/st patricks day/$regexp_i<(st|saint)\.? patrick['’]s day>):3-17/
        (women's day/womens day/$regexp_i<women['’]s day>):3-8/(april fools/april fools day/april fool's day/$regexp_i<april fool['’]?s['’]?( day)?>):4-1/
        (may day/labour day):5-1/independence day:7-4/(halloween/hallowe'en):10-31/(veterans day):11-11/
        (christmas eve):12-24/(christmas/christmas day/xmas):12-25/boxing day:12-26
        ) || converter = $converters.dateHolidayConverter

    $DateDayOfMonth = ((the) $DateDayOrderNumber::DateDayNumber/(the) $DateDayOrdinal::DateDayNumber) || converter = $converters.absoluteDateConverter

    $DateAbsolute = (
        $DateWithDots |
        $DateWithSlashes |
        [the] $DateDayNumber [of] $DateMonth [[of/in] $DateYearNumber] |
        $DateMonth [the] $DateDayNumber [[of/in] $DateYearNumber] |
        $DateMonth [of/in] $DateYearNumber |
        $DateHoliday |
        $DateDayOfMonth |
        (in/year/in the year/since) $DateYearNumber
        ) || converter = $converters.absoluteDateConverter

    # --- days counted from now

    $DateFuturePastModifier = ((next/coming/following):1/(last/previous/past):-1/(this/current):0) || converter = $converters.numberConverterValue

    $DateRelativeDay = (
        (day before yesterday/the day before yesterday):-2/(yesterday/previous day/last day/the day before):-1/(today/this day):0/
        (day after tomorrow/the day after tomorrow/overmorrow):2/(tomorrow/tmrw/next day/the next day):1
        ) || converter = $converters.relativeDayConverter

    $DateRelativeWeek = [the] $DateFuturePastModifier (week/weeks) || converter = $converters.propagateConverter

    $DateRelativeMonth = [the] $DateFuturePastModifier (month/months) || converter = $converters.propagateConverter

    $DateRelativeYear = [the] $DateFuturePastModifier (year/years) || converter = $converters.propagateConverter

    $RelativeHalf = and a half:0.5 || converter = $converters.numberConverterValue

    $RelativeFloat = $regexp<\d+[.,]\d+> || converter = function (node) { return Number(node.text.replace(",", ".")); }

    $RelativeCount = ($RelativeFloat/$NumberNumeric [$RelativeHalf]/(half [a/an]):0.5/(a couple [of]/couple [of]):2/(a/an):1) || converter = $converters.relativeCountConverter

    $DateTimeRelativeYears = $RelativeCount (year/years) [$RelativeHalf] || converter = $converters.relativeDateTimeMultiplierConverter

    $DateTimeRelativeMothes = $RelativeCount (month/months) [$RelativeHalf] || converter = $converters.relativeDateTimeMultiplierConverter

    $DateTimeRelativeWeeks = $RelativeCount (week/weeks) || converter = $converters.relativeWeeksConverter

    $DateTimeRelativeDays = $RelativeCount (day/days) || converter = $converters.relativeDateTimeMultiplierConverter

    $TimeRelativeHours = $RelativeCount (hour/hours/hr/hrs) [$RelativeHalf] || converter = $converters.relativeDateTimeMultiplierConverter

    $TimeRelativeMinutes = $RelativeCount $TimeMinutes || converter = $converters.relativeDateTimeMultiplierConverter

    $TimeRelativeSeconds = $RelativeCount $TimeSeconds || converter = $converters.relativeDateTimeMultiplierConverter

    # Spans of days and more.
    $DateSpan = (
        $DateTimeRelativeYears [[and] $DateTimeRelativeMothes] [[and] $DateTimeRelativeDays] |
        $DateTimeRelativeMothes [[and] $DateTimeRelativeDays] |
        $DateTimeRelativeWeeks [[and] $DateTimeRelativeDays] |
        $DateTimeRelativeDays
        ) || converter = $converters.relativeDateTimeConverter

    # Spans of hours and less.
    $TimeSpan = (
        $TimeRelativeHours [[and] $TimeRelativeMinutes] [[and] $TimeRelativeSeconds] |
        $TimeRelativeMinutes [[and] $TimeRelativeSeconds] |
        $TimeRelativeSeconds
        ) || converter = $converters.relativeDateTimeConverter

    $DateTimeRelativeInterval = (
        (in/within/after) $DateSpan |
        $DateSpan (from now/later/from today) |
        $DateSpan (ago/back/earlier):-1
        ) || converter = $converters.relativeDateTimeConverter

    $DateRelative = (
        $DateRelativeDay |
        $DateRelativeWeek |
        $DateRelativeMonth |
        $DateRelativeYear |
        $DateTimeRelativeInterval
        ) || converter = $converters.relativeDateConverter

    $DateWeekdayOrder = [on/this] $DateFuturePastModifier $DateWeekday || converter = $converters.dateWeekdayOrderConverter

    $DateRelativeWeekday = $DateFuturePastModifier $DateWeekday || converter = $converters.dateWeekdayOrderConverter

    # --- a day, however it is told

    $DatePreposition = (on/in/by/at/for/from/till/until/before/after/since)

    $DateDay = (
        [$DatePreposition] [$DateWeekday] [$DatePreposition] $DateAbsolute [[on] $DateWeekday] |
        [$DatePreposition] $DateAbsolute [of/in] ($DateRelativeMonth/$DateRelativeYear) |
        [$DatePreposition] ($DateRelativeWeekday/$DateWeekday) [[$DatePreposition] ($DateRelativeMonth/$DateRelativeWeek)] |
        [$DatePreposition] $DateRelative [[$DatePreposition] $DateWeekday]
        ) || converter = $converters.dateWithMonthOfRelativeConverter

    $DateTimeAbsolute = (
        $DateDay $TimeAbsolute [[$DatePreposition] $DateWeekday] |
        $DateDay |
        $TimeAbsolute [$DateDay] [[$DatePreposition] $DateWeekday]
        ) || converter = $converters.absoluteDateTimeConverter

    # --- spans of time from now

    $TimeRelative = (
        (in/within/after) $TimeSpan |
        $TimeSpan (from now/later) |
        $TimeSpan (ago/back/earlier):-1
        ) || converter = $converters.relativeTimeConverter

    # A span without a word that says where it begins: three weeks.
    $DateTimeSimpleInterval = $NumberNumeric (
        years:years/months:months/weeks:weeks/days:days/hours:hours/minutes:minutes/seconds:seconds
        ) || converter = $converters.simpleIntervalConverter

    $DateTimeRelative = (
        (in/within/after) $DateSpan [and] $TimeSpan |
        $DateSpan [and] $TimeSpan (ago/back/earlier):-1 |
        $TimeRelative |
        $DateTimeRelativeInterval |
        $DateTimeSimpleInterval
        ) || converter = $converters.relativeDateTimeConverter

    $DateTimeNow = (now/right now/just now/at once/immediately/straight away/at the moment/at this moment/today) || converter = $converters.nowDateTimeConverter

    $DateTime = (
        $DateTimeNow |
        $DateTimeAbsolute |
        $DateTimeRelative
        ) || converter = $converters.normalizeDateTimeConverter

    # --- from one date to another

    $DatePeriodEnd = ($DateAbsolute/$DateRelative/$DateRelativeWeekday/$DatePeriodWeekday/$DateDayOnly) || converter = $converters.propagateConverter

    $DatePeriodWeekday = $DateWeekday || converter = $converters.dateWeekdayOrderConverter

    $DateDayOnly = [the] $DateDayNumber || converter = $converters.absoluteDateConverter

    $DatePeriod = (
        from $DatePeriodEnd (to/till/until/through) $DatePeriodEnd |
        between $DatePeriodEnd and $DatePeriodEnd |
        $DateAbsolute (-/–/to) $DateAbsolute
        ) || converter = $converters.datePeriodConverter
