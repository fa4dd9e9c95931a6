# Russian dates and times: `$DateTime` and its parts, and `$DatePeriod`.

require: ../number/number.sc
require: dateTimeConverter.js
require: dateTime.js

patterns:

    # --- numbers on a clock

    $TimeUnit = (~один:1/~два:2/~три:3/~четыре:4/~пять:5/~шесть:6/~семь:7/~восемь:8/~девять:9) || converter = $converters.numberConverterValue

    $TimeTeen = (~десять:10/~одиннадцать:11/~двенадцать:12/~тринадцать:13/~четырнадцать:14/~пятнадцать:15/~шестнадцать:16/~семнадцать:17/~восемнадцать:18/~девятнадцать:19) || converter = $converters.numberConverterValue

    $TimeDozen = (~двадцать:20/~тридцать:30/~сорок:40/~пятьдесят:50) || converter = $converters.numberConverterValue

    $TimeZero = (~ноль/~нуль):0 || converter = $converters.numberConverterValue

    $NumberTwoDigitTime = ($TimeDozen [$TimeUnit]/$TimeTeen) || converter = $converters.numberConverterSum

    $TimeHourDigit = $regexp<[01]?\d|2[0-4]> || converter = $converters.numberConverterDigit

    $TimeHourWord = (
        ~двадцать ~один:21/~двадцать ~два:22/~двадцать ~три:23/~двадцать ~четыре:24/~двадцать:20/
        $TimeTeen/$TimeUnit/$TimeZero
        ) || converter = $converters.relativeCountConverter

    $TimeHourNumber = ($TimeHourDigit/$TimeHourWord) || converter = $converters.propagateConverter

    $TimeOneHour = (час/часу):1 || converter = $converters.numberConverterValue

    $TimeHourOrdinal = (
        (~первый/часа):1/~второй:2/~третий:3/~четвертый:4/~пятый:5/~шестой:6/~седьмой:7/~восьмой:8/~девятый:9/~десятый:10/
        (~одиннадцатый/одинадцатого/одинадцатый):11/~двенадцатый:12
        ) || converter = $converters.numberConverterValue

    $TimeMinuteDigit = $regexp<[0-5]?\d> || converter = $converters.numberConverterDigit

    $TimeTwoMinuteDigits = $regexp<[0-5]\d> || converter = $converters.numberConverterDigit

    # Minutes that may follow an hour without a word between them: from ten on, or with a zero.
    $TimeMinuteBare = ($TimeZero ($TimeUnit/$TimeMinuteDigit)/$TimeZero $TimeZero/$NumberTwoDigitTime/$TimeTwoMinuteDigits) || converter = $converters.numberConverterSum

    $TimeMinuteNumber = ($TimeMinuteDigit/$TimeMinuteBare/$TimeUnit/$TimeZero) || converter = $converters.propagateConverter

    # --- the clock

    $TimeHhMmSs = $regexp<([01]?\d|2[0-3]):[0-5]\d:[0-5]\d> || converter = $converters.timeConverterHhMmSs

    $TimeHhMm = $regexp<([01]?\d|2[0-3])(:|\s+)[0-5]\d> || converter = $converters.timeConverterHhMm

    $TimeHhMmDotted = $regexp<([01]?\d|2[0-3])[.-][0-5]\d> || converter = $converters.timeConverterHhMm

    $TimeHhMmWithoutSeparator = $regexp<([01]?\d|2[0-3])[0-5]\d> || converter = $converters.timeConverterHhMmWithoutSeparator

    $TimeHours = (час/часа/часов/часу/часам/часами/часах/ч)

    $TimeMinutes = (~минута/~минутка/~минуточка/мин)

    $TimeSeconds = (~секунда/~секундочка/сек)

    $TimeHoursNumeric = ($TimeHourNumber::Hour $TimeHours/$TimeOneHour::Hour/$TimeHourOrdinal::Hour час) || converter = $converters.timeHoursConverter

    $TimeMinutesNumeric = $TimeMinuteNumber [$TimeMinutes] || converter = $converters.propagateConverter

    $TimeSecondsNumeric = $TimeMinuteNumber $TimeSeconds || converter = $converters.propagateConverter

    $TimeHoursAndMinutes = (
        ($TimeHourNumber::Hour $TimeHours/$TimeOneHour::Hour) [и] $TimeMinutesNumeric::Minute [[и] $TimeSecondsNumeric::Second] |
        $TimeHourNumber::Hour [00/$TimeZero $TimeZero] $TimeMinuteNumber::Minute $TimeMinutes
        ) || converter = $converters.timeHoursConverter

    $TimeHalfAnHourSpecial = (
        (пол/половина/половине/половину/половины) ($TimeHourOrdinal::Hour/$TimeHalfHour::Hour) |
        (полпервого/полчаса первого):1/полвторого:2/полтретьего:3/полчетвертого:4/полпятого:5/полшестого:6/полседьмого:7/
        полвосьмого:8/полдевятого:9/полдесятого:10/(пол-одиннадцатого/полодиннадцатого/пол-одинадцатого):11/полдвенадцатого:12
        ) || converter = $converters.timeHalfAnHourConverter

    $TimeHalfHour = $regexp<0?[1-9]|1[0-2]> || converter = $converters.numberConverterDigit

    $TimeMinutesOfHour = (
        $TimeMinuteNumber::Minute $TimeMinutes ($TimeHourOrdinal::Hour/$TimeHourDigit::Hour/$TimeHourWord::Hour) |
        (четверть):15 $TimeHourOrdinal::Hour
        ) || converter = $converters.timeMinutesOfHourConverter

    $TimeMinutesBefore = без ($TimeMinuteNumber::Minute [$TimeMinutes]/четверти:15) ($TimeHourNumber::Hour [$TimeHours]/$TimeOneHour::Hour) || converter = $converters.timeMinutesBeforeConverter

    $TimeMinutesAndHours = ($TimeMinutesBefore/$TimeHalfAnHourSpecial/$TimeMinutesOfHour) || converter = $converters.propagateConverter

    $TimeMidnight = (~полночь:0/~полдень:12) || converter = $converters.timeSpecialConverter

    # A time that is one by itself.
    $TimeClock = (
        $TimeHhMmSs |
        $TimeHhMm |
        $TimeMinutesAndHours |
        $TimeHoursAndMinutes |
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

    $TimeMorning = (утра/утречка/до полудня):am

    $TimeDay = (дня/пополудни/по полудни/после полудня):pm

    $TimeEvening = (вечера/вечерка):pm

    $TimeNight = ночи:am

    $TimeHoursModifier = ($TimeMorning/$TimeDay/$TimeEvening/$TimeNight)

    $TimeMorningPart = (утром/утро/с утра/утречком/утречко/поутру/с утречка):8 || converter = $converters.timeSpecialConverter

    $TimeDayPart = (днем/днём)

    $TimeEveningPart = (вечером/вечер/вечерком/вечерок/вечеру):18 || converter = $converters.timeSpecialConverter

    $TimeNightPart = (ночью/ночь):0 || converter = $converters.timeSpecialConverter

    $TimeHoursSpecial = ($TimeMorningPart/$TimeEveningPart/$TimeNightPart/$TimeMidnight) || converter = function (node) { return fieldsBelow(node).hour; }

    $TimePreposition = (в/во/на/к/ко/до/после/около/за/часов в/часов на)

    $TimeAbsolute = (
        [$TimePreposition] ($TimeMorningPart/$TimeDayPart/$TimeEveningPart/$TimeNightPart) [$TimePreposition] ($TimeClock/$TimeBare) [$TimeHoursModifier] |
        $TimePreposition ($TimeClock/$TimeBare) [$TimeHoursModifier/$TimeMorningPart/$TimeDayPart/$TimeEveningPart/$TimeNightPart] |
        $TimeClock [$TimeHoursModifier/$TimeMorningPart/$TimeDayPart/$TimeEveningPart/$TimeNightPart] |
        $TimeBare $TimeHoursModifier |
        [$TimePreposition] ($TimeMorningPart/$TimeEveningPart/$TimeNightPart)
        ) || converter = $converters.absoluteTimeConverter

    $TimeWithPeriod = $TimePreposition ($TimeClock/$TimeBare) $TimeHoursModifier || converter = $converters.absoluteTimeConverter

    # --- the calendar

    $DateMonth = (
        (~январь/янв):1/(~февраль/фев/февр):2/(~март/мар):3/(~апрель/апр):4/~май:5/(~июнь/июн):6/(~июль/июл):7/
        (~август/авг):8/(~сентябрь/сен/сент):9/(~октябрь/окт):10/(~ноябрь/ноя/нояб):11/(~декабрь/дек):12
        ) || converter = $converters.timeConverterDateMonth

    $DateWeekday = (
        (~понедельник/пн):1/(~вторник/вт):2/(~среда/ср):3/(~четверг/чт):4/(~пятница/пт):5/(~суббота/сб):6/
        (~воскресенье/воскресение/воскресения/воскресению/вс):7
        ) || converter = $converters.weekDayConverter

    $Weekend = (~выходной/выходные/выходных)

    $Season = ((~зима/зимой):0/(~весна/весной):1/(~лето/летом):2/(~осень/осенью):3)

    $DateDayDigit = $regexp<0?[1-9]|[12]\d|3[01]> || converter = $converters.numberConverterDigit

    $DateDayOrderNumber = $regexp_i<(0?[1-9]|[12]\d|3[01])-?(го|ого|е|ое|му|ому|м|ым)> || converter = $converters.numberConverterDigit

    $DateDayNumber = ($DateDayDigit/$DateDayOrderNumber/$NumberSimpleNoZero) || converter = $converters.propagateConverter

    $DateYearWord = (~год/г)

    $DateYearDigits = $regexp<(1\d|20|21)\d\d> || converter = $converters.numberConverterDigit

    $DateYearTwoNumber = $regexp<\d\d> || converter = $converters.numberConverterDigit

    $DateYearThousand = ((~тысяча/~тысячный):1000/(две тысячи/двух тысяч/~двухтысячный):2000) || converter = $converters.numberConverterValue

    $DateYearNumeric = ($DateYearDigits/$DateYearThousand [$NumberThreeDigit]) || converter = $converters.numberConverterSum

    # A year that stands behind a month.
    $DateYearAfterMonth = (
        $DateYearNumeric::DateYearNumber [$DateYearWord] |
        в ($DateYearNumeric::DateYearNumber/$DateYearTwoNumber::DateYearNumber) $DateYearWord |
        $DateYearTwoNumber::DateYearNumber $DateYearWord
        ) || converter = $converters.absoluteDateConverter

    $DateYearNumber = ($DateYearNumeric/$DateYearTwoNumber) $DateYearWord || converter = $converters.propagateConverter

    $DateDayAndMonthDigit = $regexp<(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])> || converter = $converters.dateWithDotsConverter

    $DateDayMonthYearDigit = (
        $regexp<(0?[1-9]|[12]\d|3[01])([.,/-])(0?[1-9]|1[0-2])\2((1\d|20|21)\d\d|\d\d)> [$DateYearWord] |
        $regexp<(1\d|20|21)\d\d-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])>
        ) || converter = $converters.dateWithDotsConverter

    $DateHoliday = (
        (~старый новый год/старого нового года):1-14/([день/празднование] нового года/новый год/новым годом/новому году):1-1/
        (католическое рождество/католического рождества/католическому рождеству):12-25/(~рождество/рождество христово):1-7/
        (~крещение):1-19/(татьянин день/татьянина дня/день студента):1-25/(день (святого/св) валентина/день [всех] влюбленных/дня [всех] влюбленных/дня (святого/св) валентина):2-14/
        (день защитника [отечества]/дня защитника [отечества]):2-23/([международный] женский день/женского дня):3-8/(день (смеха/дурака)/дня (смеха/дурака)):4-1/
        (день космонавтики/дня космонавтики):4-12/(день труда/дня труда/первомай/первомая):5-1/(день победы/дня победы):5-9/
        (день россии/дня россии):6-12/(день знаний/дня знаний):9-1/(день учителя/дня учителя):10-5/(~хэллоуин/~хеллоуин/~хэлоуин):10-31/
        (день народного единства/дня народного единства):11-4/(день конституции/дня конституции):12-12
        ) || converter = $converters.dateHolidayConverter

    $DateDayOfMonth = $DateDayNumber (~число) || converter = $converters.absoluteDateConverter

    $DateAbsolute = (
        $DateDayMonthYearDigit |
        $DateDayNumber [числа] $DateMonth [$DateYearAfterMonth] |
        $DateDayAndMonthDigit |
        $DateMonth $DateYearAfterMonth |
        $DateHoliday |
        $DateDayOfMonth |
        $DateYearNumber
        ) || converter = $converters.absoluteDateConverter

    # --- days counted from now

    $DateFuturePastModifier = (
        (~следующий/~будущий):1/(~прошлый/~прошедший/~предыдущий/~минувший):-1/(~этот/~текущий/~ближайший/~нынешний/~сей):0
        ) || converter = $converters.numberConverterValue

    $DateRelativeDay = (
        (позавчера/позавчерашний [день]):-2/(вчера/~вчерашний [день/дня]):-1/(сегодня/~сегодняшний [день/дня/дню/днем]/этот день/этого дня):0/
        (завтра/~завтрашний [день/дня/дню/днем]/следующий день/следующего дня):1/(послезавтра/после завтра/~послезавтрашний [день/дня]):2/
        (послепослезавтра/после послезавтра):3/(предыдущий день/прошлый день):-1
        ) || converter = $converters.relativeDayConverter

    $DateRelativeWeek = $DateFuturePastModifier ~неделя || converter = $converters.propagateConverter

    $DateRelativeMonth = $DateFuturePastModifier ~месяц || converter = $converters.propagateConverter

    $DateRelativeYear = $DateFuturePastModifier ~год || converter = $converters.propagateConverter

    $RelativeHalf = с половиной:0.5 || converter = $converters.numberConverterValue

    $RelativeFloat = $regexp<\d+[.,]\d+> || converter = function (node) { return Number(node.text.replace(",", ".")); }

    $RelativeCount = ($RelativeFloat/$NumberNumeric [$RelativeHalf]/(полтора/полторы/полутора):1.5/пол:0.5) || converter = $converters.relativeCountConverter

    $DateTimeRelativeYears = ([$RelativeCount] (~год/лет/~годик)/полгода:0.5) || converter = $converters.relativeDateTimeMultiplierConverter

    $DateTimeRelativeMothes = [$RelativeCount] (~месяц/~месяцок/мес) || converter = $converters.relativeDateTimeMultiplierConverter

    $DateTimeRelativeWeeks = [$RelativeCount] (~неделя/~неделька) || converter = $converters.relativeWeeksConverter

    $DateTimeRelativeDays = [$RelativeCount] (~день/~сутки/~денек/дней/суток) || converter = $converters.relativeDateTimeMultiplierConverter

    $TimeRelativeHours = ([$RelativeCount] (час/часа/часов/часик/часика/часиков/часок/ч) [$RelativeHalf]/(полчаса/полчасика/полчасик/полчасок/получаса):0.5) || converter = $converters.relativeDateTimeMultiplierConverter

    $TimeRelativeMinutes = ([$RelativeCount] $TimeMinutes [$RelativeHalf]/(полминуты/полминутки/полминуточки):0.5) || converter = $converters.relativeDateTimeMultiplierConverter

    $TimeRelativeSeconds = [$RelativeCount] $TimeSeconds || converter = $converters.relativeDateTimeMultiplierConverter

    # Spans of days and more.
    $DateSpan = (
        $DateTimeRelativeYears [[и] $DateTimeRelativeMothes] [[и] $DateTimeRelativeDays] |
        $DateTimeRelativeMothes [[и] $DateTimeRelativeDays] |
        $DateTimeRelativeWeeks [[и] $DateTimeRelativeDays] |
        $DateTimeRelativeDays
        ) || converter = $converters.relativeDateTimeConverter

    # Spans of hours and less.
    $TimeSpan = (
        $TimeRelativeHours [[и] $TimeRelativeMinutes] [[и] $TimeRelativeSeconds] |
        $TimeRelativeMinutes [[и] $TimeRelativeSeconds] |
        $TimeRelativeSeconds
        ) || converter = $converters.relativeDateTimeConverter

    # The number behind: минут через десять.
    $DateSpanTurned = (
        (года/лет/годика) через $NumberNumeric::DateTimeRelativeYears |
        (месяца/месяцев) через $NumberNumeric::DateTimeRelativeMothes |
        (недели/недель/недельки) через $DateTimeRelativeWeeksTurned::DateTimeRelativeWeeks |
        (дня/дней/денька/деньков) через $NumberNumeric::DateTimeRelativeDays
        ) || converter = $converters.relativeDateTimeConverter

    $DateTimeRelativeWeeksTurned = $NumberNumeric || converter = $converters.relativeWeeksConverter

    $TimeSpanTurned = (
        (часа/часов/часика/часиков) через $RelativeCount::TimeRelativeHours |
        (минут/минуты/минуток/минутки/минуточек) через ($RelativeCount::TimeRelativeMinutes/$TimeHalfSpan::TimeRelativeHours) |
        (секунд/секунды) через $RelativeCount::TimeRelativeSeconds
        ) || converter = $converters.relativeDateTimeConverter

    $TimeHalfSpan = (полчаса/полчасика):0.5 || converter = $converters.numberConverterValue

    $DateTimeRelativeInterval = (
        (через/спустя) $DateSpan |
        $DateSpan (назад/тому назад):-1 |
        $DateSpanTurned
        ) || converter = $converters.relativeDateTimeConverter

    $DateRelative = (
        $DateRelativeDay |
        $DateRelativeWeek |
        $DateRelativeMonth |
        $DateRelativeYear |
        $DateTimeRelativeInterval
        ) || converter = $converters.relativeDateConverter

    $DateWeekDaySpecial = (
        через $NumberNumeric $DateWeekday |
        $DateWeekday через (один/одну/одно/неделю):1 |
        (через неделю):1 [в/во] $DateWeekday
        ) || converter = $converters.dateWeekdayOrderConverter

    $DateRelativeWeekday = $DateFuturePastModifier $DateWeekday || converter = $converters.dateWeekdayOrderConverter

    # --- a day, however it is told

    $DatePreposition = (в/во/на/к/ко/до/за/о/об)

    $DateWeekdayAndDay = $DateWeekday [на/в] $DateDayDigit || converter = $converters.dateBareDayConverter

    $DateThisDay = [в/на] (этот день/этого дня)

    $DateDay = (
        [$DatePreposition] [$DateThisDay] [$DateWeekday] [$DatePreposition] $DateAbsolute [[$DatePreposition] ($DateRelativeMonth/$DateRelativeYear)] [[в/во] $DateWeekday] |
        [$DatePreposition] ($DateRelativeMonth/$DateRelativeYear) [$DatePreposition] $DateAbsolute [[в/во] $DateWeekday] |
        [$DatePreposition] $DateWeekdayAndDay |
        [$DatePreposition] $DateWeekDaySpecial |
        [$DatePreposition] ($DateRelativeWeekday/$DateWeekday) [[$DatePreposition] ($DateRelativeMonth/$DateRelativeWeek)] |
        [$DatePreposition] $DateRelative [[$DatePreposition] $DateWeekday]
        ) || converter = $converters.dateWithMonthOfRelativeConverter

    # A bare hour behind a day of a month: 25 марта 3.
    $DateMonthAndHour = [$DatePreposition] [$DateWeekday] $DateDayNumber $DateMonth [$DateYearAfterMonth] $TimeHourNumber::Hour || converter = $converters.dateAndHourConverter

    # A bare day before a time: на 6 на 8 00.
    $DateBareDay = [на/к] $DateDayDigit || converter = $converters.dateBareDayConverter

    $DateTimeAbsolute = (
        $DateDay $TimeAbsolute [[$DatePreposition] $DateWeekday] |
        $DateDay |
        $DateDay $TimeAbsolute $TimeAbsolute |
        $DateAbsolute $DateAbsolute $weight<0.99> |
        [сейчас] $TimeAbsolute [$DateDay] [[$DatePreposition] $DateWeekday] |
        $TimeAbsolute [на/в/во] $DateWeekday [$DatePreposition] $DateAbsolute |
        $DateBareDay $TimeWithPeriod |
        $DateBareDay (в/на/к) $TimeClock |
        $DateMonthAndHour
        ) || converter = $converters.absoluteDateTimeConverter

    # --- spans of time from now

    $TimeRelative = (
        (через/спустя/еще) $TimeSpan |
        (через/спустя) $TimeHhMm::RelativeClock |
        $TimeSpan (назад/тому назад):-1 |
        $TimeSpanTurned |
        [на/в течение/за] $TimeSpan
        ) || converter = $converters.relativeTimeConverter

    $DateTimeRelative = (
        (через/спустя) $DateSpan [и] $TimeSpan |
        $TimeRelative |
        $DateTimeRelativeInterval |
        $DateTimeSimpleInterval
        ) || converter = $converters.relativeDateTimeConverter

    # A span without a word that says where it begins: три недели.
    $DateTimeSimpleInterval = $NumberNumeric (
        (лет/года):years/(месяца/месяцев/месяц):months/(недели/недель/неделю):weeks/(дней/суток):days
        ) || converter = $converters.simpleIntervalConverter

    $DateTimeNow = (
        (сейчас/сегодня/щас/прямо сейчас/в данный момент/в настоящее время) |
        [в] (этот день/это время/эту минуту/этот момент) [в] [это время/этот час]
        ) || converter = $converters.nowDateTimeConverter

    $DateTime = (
        $DateTimeNow |
        $DateTimeAbsolute |
        $DateTimeRelative
        ) || converter = $converters.normalizeDateTimeConverter

    # --- from one date to another

    $DatePeriodDigits = $regexp<(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])(\.\d{2,4})?\s*-\s*(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])(\.\d{2,4})?> || converter = $converters.datePeriodDigitsConverter

    $DatePeriodDays = $regexp<(0?[1-9]|[12]\d|3[01])\s*-\s*(0?[1-9]|[12]\d|3[01])>

    $DatePeriodMonth = $DatePeriodDays $DateMonth [$DateYearAfterMonth] || converter = $converters.datePeriodDaysConverter

    $DatePeriodEnd = ($DateAbsolute/$DateDayOnly/$DateRelative/$DateRelativeWeekday/$DatePeriodWeekday) || converter = $converters.propagateConverter

    $DatePeriodWeekday = $DateWeekday || converter = $converters.dateWeekdayOrderConverter

    $DateDayOnly = $DateDayNumber || converter = $converters.absoluteDateConverter

    $DatePeriod = (
        $DatePeriodDigits |
        $DatePeriodMonth |
        (с/со/от) $DatePeriodEnd (по/до) $DatePeriodEnd |
        $DateAbsolute - $DateAbsolute
        ) || converter = $converters.datePeriodConverter
