# Numbers with a fraction, in digits and in Russian words: 5,5; минус пять и треть; 8/5; число пи.

require: ../number/number.sc
require: floatNumberConverter.js

patterns:

    $FloatNumberDigit = $regexp<-?\d+[.,]\d+> || converter = $converters.floatNumberConverterDigit

    $numberDivision = $regexp<-?\d+\s*/\s*\d+> || converter = $converters.floatNumberConverterDivision

    $piNumber = ([~число] (пи/pi)):3.141592653589793 || converter = $converters.numberConverterValue

    # What is said in place of the digits behind the point.
    $FloatNumberFraction = ((~половина/половиной):5|(~треть/третью):3|(~четверть/четвертью):25) || converter = $converters.numberConverterValue

    $FloatNumberPoint = (и/с/and/point/точка/запятая/(целых/целая/целый/целые) [и])

    $FloatNumberWords = $Number $FloatNumberPoint ($FloatNumberFraction|$Number [десятая/десятых/сотая/сотых/тысячная/тысячных]) || converter = $converters.floatNumberConverterWords

    $FloatNumberHalf = (полтора/полторы/полутора):1.5 || converter = $converters.numberConverterValue

    $FloatNumber = (
        [$Minus] ($numberDivision|$FloatNumberDigit|$FloatNumberHalf|$piNumber) |
        $FloatNumberWords
        ) || converter = $converters.floatNumberConverter
