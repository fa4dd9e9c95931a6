# Whole numbers, in digits and in Russian or English words, also as ordinals.

require: ../common.js
require: numberConverter.js

patterns:

    $Minus = (минус/minus/-)

    $NumberDigit = $regexp<\d+> || converter = $converters.numberConverterDigit

    $NumberNegativeDigit = $regexp<-\d+> || converter = $converters.numberConverterNegative

    $NumberCommaSeparated = $regexp<[1-9]\d{0,2}(,\d{3})+> || converter = $converters.numberConverterCommaSeparatedDigit

    $NumberDotZero = $regexp<[1-9]\d{0,2}(\.\d{3})+> || converter = $converters.numberConverterDigit

    $NumberOrdinalDigit = $regexp_i<\d+-?(й|ый|ий|ой|го|ого|ому|му|м|ым|им|ом|х|ми|я|ая|ую|ю|е|ое|ых|st|nd|rd|th)> || converter = $converters.numberConverterOrdinalDigit

    $NumberZero = (~ноль/~нуль/~нулевой/zero/nought):0 || converter = $converters.numberConverterValue

    $NumberOneDigitNatural = (
        (~один/~первый/~единица/~единичка/one/first):1 |
        (~два/~второй/~двое/~двойка/~двоечка/~пара/two/second):2 |
        (~три/~третий/~трое/~тройка/~троечка/three/third):3 |
        (~четыре/~четвертый/~четверо/~четверка/~четверочка/four/fourth):4 |
        (~пять/~пятый/~пятеро/~пятерка/~пятерочка/five/fifth):5 |
        (~шесть/~шестой/~шестеро/~шестерка/~шестерочка/six/sixth):6 |
        (~семь/~седьмой/~семеро/~семерка/~семерочка/seven/seventh):7 |
        (~восемь/~восьмой/~восьмеро/~восьмерка/~восьмерочка/eight/eighth):8 |
        (~девять/~девятый/~девятеро/~девятка/~девяточка/nine/ninth):9
        ) || converter = $converters.numberConverterValue

    $NumberOneDigit = ($NumberOneDigitNatural/$NumberZero) || converter = $converters.propagateConverter

    $NumberTwoDigit = (
        (~десять/~десятый/~десятка/~десяток/~десяточка/ten/tenth):10 |
        (~одиннадцать/~одиннадцатый/одинадцать/~одинадцатый/одинадцати/одинадцатого/eleven/eleventh):11 |
        (~двенадцать/~двенадцатый/~дюжина/twelve/twelfth/dozen):12 |
        (~тринадцать/~тринадцатый/thirteen/thirteenth):13 |
        (~четырнадцать/~четырнадцатый/fourteen/fourteenth):14 |
        (~пятнадцать/~пятнадцатый/fifteen/fifteenth):15 |
        (~шестнадцать/~шестнадцатый/sixteen/sixteenth):16 |
        (~семнадцать/~семнадцатый/seventeen/seventeenth):17 |
        (~восемнадцать/~восемнадцатый/eighteen/eighteenth):18 |
        (~девятнадцать/~девятнадцатый/nineteen/nineteenth):19
        ) || converter = $converters.numberConverterValue

    $NumberDozen = (
        (~двадцать/~двадцатый/twenty/twentieth):20 |
        (~тридцать/~тридцатый/thirty/thirtieth):30 |
        (~сорок/~сороковой/forty/fourty/fortieth):40 |
        (~пятьдесят/~пятидесятый/fifty/fiftieth/полсотни):50 |
        (~шестьдесят/~шестидесятый/sixty/sixtieth):60 |
        (~семьдесят/~семидесятый/seventy/seventieth):70 |
        (~восемьдесят/~восьмидесятый/восемдесят/eighty/eightieth):80 |
        (~девяносто/~девяностый/ninety/ninetieth):90
        ) || converter = $converters.numberConverterValue

    $NumberDozenWithDash = (
        $regexp_i<(двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто)-(один|одна|одно|два|две|три|четыре|пять|шесть|семь|восемь|девять)> |
        $regexp_i<(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)>
        ) || converter = $converters.numberConverterDozenDash

    $NumberHundred = (
        (~сто/~сотый/~сотня/~сотка):100 |
        (~двести/~двухсотый):200 |
        (~триста/~трехсотый):300 |
        (~четыреста/~четырехсотый):400 |
        (~пятьсот/~пятисотый/~пятисотка/полтысячи):500 |
        (~шестьсот/~шестисотый):600 |
        (~семьсот/~семисотый):700 |
        (~восемьсот/~восьмисотый):800 |
        (~девятьсот/~девятисотый):900
        ) || converter = $converters.numberConverterValue

    $NumberSimpleNoZero = (
        $NumberDozenWithDash |
        $NumberDozen [$NumberOneDigitNatural] |
        $NumberTwoDigit |
        $NumberOneDigitNatural
        ) || converter = $converters.numberConverterSum

    $NumberSimple = ($NumberSimpleNoZero/$NumberZero) || converter = $converters.propagateConverter

    # Hundreds that are counted: two hundred, тринадцать сотен.
    $NumberHundredComplex = [$NumberSimpleNoZero] (hundred/hundreds/hundredth/~сотня):100 || converter = $converters.numberConverterMultiply

    $NumberThreeDigit = (
        ($NumberHundredComplex/$NumberHundred) [[и/and] $NumberSimpleNoZero] |
        $NumberSimple
        ) || converter = $converters.numberConverterSum

    # What may stand before thousands and the like.
    $NumberNumeric = (
        $NumberCommaSeparated |
        $NumberDotZero |
        $NumberDigit |
        $NumberThreeDigit
        ) || converter = $converters.propagateConverter

    $NumberThousands = (
        [$NumberNumeric] (~тысяча/~тысячный/~тыща/~тысчонка/тыс/тысч/тыщ/thousand/thousands/thousandth) |
        $NumberDigit (к/k/т/косарей/косаря/косарь)
        ):1000 || converter = $converters.numberConverterMultiply

    $NumberMillions = [$NumberNumeric] (~миллион/~миллионный/~лям/млн/мильон/мильонов/мильона/million/millions/millon/millionth/mln):1000000 || converter = $converters.numberConverterMultiply

    $NumberBillions = [$NumberNumeric] (~миллиард/~миллиардный/млрд/~ярд/billion/billions/bln):1000000000 || converter = $converters.numberConverterMultiply

    # What is left below a thousand behind a larger part.
    $NumberRest = ($NumberThreeDigit/$NumberShortDigit) || converter = $converters.propagateConverter

    $NumberShortDigit = $regexp<\d{1,3}> || converter = $converters.numberConverterDigit

    $Number = (
        [$Minus] $NumberBillions [[и/and] $NumberMillions] [[и/and] $NumberThousands] [[и/and] $NumberRest] |
        [$Minus] $NumberMillions [[и/and] $NumberThousands] [[и/and] $NumberRest] |
        [$Minus] $NumberThousands [[и/and] $NumberRest] |
        [$Minus] ($NumberNumeric/$NumberOrdinalDigit) |
        $NumberNegativeDigit
        ) || converter = $converters.numberConverterSum
