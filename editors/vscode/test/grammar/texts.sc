# SYNTAX TEST "source.jaicp" "texts with HTML, braces and parameters; patterns; buttons"

theme: /

    state: A
        q!: * [мне] {(закаж*|~заказать) $City::to} * || fromState = "/Меню"
#       ^^ keyword.control.trigger.jaicp
#           ^ meta.pattern.jaicp keyword.operator.wildcard.jaicp
#             ^ punctuation.section.group.begin.jaicp
#                           ^ keyword.operator.alternative.jaicp
#                            ^ keyword.operator.lemma.jaicp
#                             ^^^^^^^^ string.other.lemma.jaicp
#                                       ^^^^^ variable.other.constant.pattern.jaicp
#                                            ^^ keyword.operator.name.jaicp
#                                              ^^ entity.name.tag.pattern.jaicp
#                                                    ^^ keyword.operator.parameters.jaicp
#                                                       ^^^^^^^^^ variable.parameter.jaicp
#                                                                   ^^^^^^^ string.quoted.double.jaicp
        q: $regexp<\d+(a|b)> (да:1|
#          ^^^^^^^ support.function.pattern.jaicp
#                  ^^ string.regexp.jaicp constant.character.escape.regexp.jaicp
#                          ^ punctuation.definition.regexp.end.jaicp
#                                ^ constant.numeric.jaicp
            нет:0)
#               ^ meta.pattern.jaicp constant.numeric.jaicp
        q: $entity<Cities> "дословно"
#          ^^^^^^^ support.function.pattern.jaicp
#                  ^^^^^^ entity.other.attribute-name.pattern.jaicp
#                          ^^^^^^^^^^ string.quoted.double.jaicp
        a: Hello, <b class="x">{{ $client.name || "you" }}</b> &amp; more\n || htmlEnabled = true
#       ^ keyword.other.reaction.jaicp
#          ^^^^^ string.unquoted.text.jaicp
#                 ^^^^^^^^^^^^^ meta.tag.html.jaicp
#                  ^ entity.name.tag.html
#                    ^^^^^ entity.other.attribute-name.html
#                                              ^^ meta.embedded.js.jaicp keyword.operator.logical.js
#                                                              ^^^^^ constant.character.entity.html.jaicp
#                                                                        ^^ constant.character.escape.jaicp
#                                                                           ^^ keyword.operator.parameters.jaicp
#                                                                              ^^^^^^^^^^^ variable.parameter.jaicp
           second line, 1 < 2
#          ^^^^^^ string.unquoted.text.jaicp
#                         ^ string.unquoted.text.jaicp - meta.tag.html.jaicp
        buttons:
#       ^^^^^^^ keyword.other.reaction.jaicp
            "Да" -> ./Да
#           ^^^^ string.quoted.double.jaicp
#                ^^ keyword.operator.arrow.jaicp
#                   ^^^^ entity.name.type.state.jaicp
            {text: "Сайт", url: "https://example.org/{{ $x }}"} -> /Меню
#            ^^^^ support.type.property-name.jaicp
#                  ^^^^^^ string.quoted.double.jaicp
#                          ^^^ support.type.property-name.jaicp
#                                                       ^^ meta.embedded.js.jaicp
#                                                               ^^ keyword.operator.arrow.jaicp
        image: https://example.org/{{ $x }}.png
#       ^^^^^ keyword.other.reaction.jaicp
#                                     ^^ meta.embedded.js.jaicp
