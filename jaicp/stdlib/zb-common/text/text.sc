# Any text that is not empty.

patterns:
    $AnyText = $nonEmptyGarbage
    $Text = $nonEmptyGarbage || converter = $converters.wholeText

init:
    $global.$converters = $global.$converters || {};

    $converters.wholeText = function (node) {
        return node.text;
    };
