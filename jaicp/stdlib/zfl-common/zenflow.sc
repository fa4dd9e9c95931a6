# Patterns that the visual editor offers for phrases: the whole phrase greets, thanks, agrees and so on.

require: ../zb-common/patterns.sc

patterns:
    $HELLO = [ну|о|ой|и] $hello [$oneWord] [$oneWord]
    $PARTING = [ну|ладно|все|спасибо|ок] $bye [$oneWord]
    $THANKS = [ок|хорошо|понятно|ладно|да] [~большой|~огромный] $thanks [$oneWord] [$oneWord]
    $AGREEMENT = ($agree|$yes)
    $NEGATION = ($disagree|$no)
