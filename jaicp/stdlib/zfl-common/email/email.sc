# Addresses of electronic mail: `$Email` is the text.

require: ../../zb-common/patterns.sc

patterns:
    $Email = $email
