# What bots need most: texts, numbers, dates, addresses, telephone numbers, currencies.

require: text/text.sc
require: number/number.sc
require: dateTime/dateTime.sc
require: address/address.sc
require: phoneNumber/phoneNumber.sc
require: currency/currency.sc
