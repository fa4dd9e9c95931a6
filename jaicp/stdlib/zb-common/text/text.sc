# Any text that is not empty.

patterns:
    $AnyText = $nonEmptyGarbage
    $Text = $nonEmptyGarbage || converter = $converters.wholeText

init:
    $converters.wholeText = function (node) {
        return node.text;
    };
