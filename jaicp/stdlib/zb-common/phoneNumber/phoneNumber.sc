# Russian mobile phone numbers, in digits or in words. The value is always as `+79991234567`.

require: ../common.js
require: phoneNumber.js

patterns:

    # --- digits and groups of them, as texts

    $zeroPN = (ноль/нуль):0

    $oneToNineNormForm = (один:1/два:2/три:3/четыре:4/пять:5/шесть:6/семь:7/восемь:8/девять:9)

    $digitsNormalForm = ($zeroPN/$oneToNineNormForm)

    # As in `три семерки`.
    $sameDigitPN = (нуля:0/нулей:0/ноля:0/ноликов:0/нолика:0/единицы:1/единички:1/двойки:2/двоечки:2/тройки:3/троечки:3/четверки:4/четверочки:4/
        пятерки:5/пятерочки:5/шестерки:6/шестерочки:6/семерки:7/семерочки:7/восьмерки:8/восьмерочки:8/девятки:9/девяточки:9)

    $twoSameDigits = (два/две):2 $sameDigitPN || converter = $converters.PhoneNumberSameDigits

    $threeSameDigits = три:3 $sameDigitPN || converter = $converters.PhoneNumberSameDigits

    $fourSameDigits = четыре:4 $sameDigitPN || converter = $converters.PhoneNumberSameDigits

    $teenPN = (десять:10/одиннадцать:11/двенадцать:12/тринадцать:13/четырнадцать:14/пятнадцать:15/шестнадцать:16/семнадцать:17/восемнадцать:18/девятнадцать:19)

    $dozenPN = (двадцать:20/тридцать:30/сорок:40/пятьдесят:50/шестьдесят:60/семьдесят:70/восемьдесят:80/девяносто:90)

    $hundredPN = (сто:100/двести:200/триста:300/четыреста:400/пятьсот:500/шестьсот:600/семьсот:700/восемьсот:800/девятьсот:900)

    $thousandPN = (
        (тысяча/тысячу/одна тысяча/одну тысячу):1000/две тысячи:2000/три тысячи:3000/четыре тысячи:4000/пять тысяч:5000/
        шесть тысяч:6000/семь тысяч:7000/восемь тысяч:8000/девять тысяч:9000
        )

    $dozenAndDigitPN = ($teenPN/$dozenPN [$oneToNineNormForm]) || converter = $converters.phoneTwoDigits

    $twoDigitNumberPN = ($dozenAndDigitPN/$twoSameDigits/$digitsNormalForm $digitsNormalForm) || converter = $converters.phoneDigits

    $threeDigitNumberPN = $hundredPN [$dozenAndDigitPN/$oneToNineNormForm] || converter = $converters.phoneThreeDigits

    $ThreeDigitsPN = (
        $threeDigitNumberPN |
        $threeSameDigits |
        $twoDigitNumberPN $digitsNormalForm |
        $digitsNormalForm $twoDigitNumberPN
        ) || converter = $converters.phoneDigits

    $fourDigitNumberPN = $thousandPN [$threeDigitNumberPN/$dozenAndDigitPN/$oneToNineNormForm] || converter = $converters.phoneFourDigits

    $FourDigitsPN = (
        $fourDigitNumberPN |
        $fourSameDigits |
        $twoDigitNumberPN $twoDigitNumberPN |
        $ThreeDigitsPN $digitsNormalForm |
        $digitsNormalForm $ThreeDigitsPN
        ) || converter = $converters.phoneDigits

    # --- the code of an operator

    $patternNine = девять:9

    $patternNinety = девяносто:9

    $patternNineHundred = девятьсот:900

    $threeDigitNumberNinePN = $patternNineHundred [$dozenAndDigitPN/$oneToNineNormForm] || converter = $converters.phoneThreeDigits

    $ThreeDigitsStartsWith9 = (
        $threeDigitNumberNinePN |
        $patternNinety $digitsNormalForm |
        $patternNine $twoDigitNumberPN |
        три девятки:999
        ) || converter = function (node) { return node.value === "999" ? node.value : phoneDigits(node); }

    $eightOrSevenPN = ([плюс/+] (семь/7/$regexp<\+7>)/восемь/8)

    # --- whole numbers

    $mobilePhoneNumberInWords = [$eightOrSevenPN] $ThreeDigitsStartsWith9 (
        $ThreeDigitsPN $FourDigitsPN |
        $FourDigitsPN $ThreeDigitsPN
        ) || converter = $converters.mobilePhoneNumberInWordsConverter

    $mobilePhoneNumberInDigits = $regexp<(\+?7|8)?[\s()-]*9([\s()-]*\d){9}> || converter = $converters.mobilePhoneNumberInDigitsConverter

    $mobilePhoneNumber = ($mobilePhoneNumberInDigits/$mobilePhoneNumberInWords) || converter = $converters.propagateConverter
