# SYNTAX TEST "source.jaicp" "files, themes, states, transitions, settings"

# a remark
# <- comment.line.number-sign.jaicp punctuation.definition.comment.jaicp
# ^^^^^^ comment.line.number-sign.jaicp
    # jaicp: allow(after-go) why
#     ^^^^^^ keyword.other.directive.jaicp
#            ^^^^^ keyword.other.directive.jaicp
#                  ^^^^^^^^ constant.other.code.jaicp

require: cities.csv
# <------- keyword.control.import.jaicp
#        ^^^^^^^^^^ string.unquoted.file.jaicp
    name = City
#   ^^^^ variable.parameter.jaicp
#        ^ keyword.operator.assignment.jaicp
    strict = true
#            ^^^^ constant.language.boolean.jaicp

theme: /Shop
# <----- keyword.declaration.state.jaicp
#    ^ punctuation.separator.tag.jaicp
#      ^^^^^ entity.name.type.state.jaicp

    state: Заказ || noContext = true, sessionResult = "ok"
#   ^^^^^ keyword.declaration.state.jaicp
#          ^^^^^ entity.name.type.state.jaicp
#                ^^ keyword.operator.parameters.jaicp
#                   ^^^^^^^^^ variable.parameter.jaicp
#                               ^^^^ constant.language.boolean.jaicp
#                                   ^ punctuation.separator.parameter.jaicp
#                                                     ^^^^ string.quoted.double.jaicp
        intent!: /order || onlyThisState = false
#       ^^^^^^^ keyword.control.trigger.jaicp
#                ^^^^^^ constant.other.event.jaicp
#                          ^^^^^^^^^^^^^ variable.parameter.jaicp
        event: noMatch
#       ^^^^^ keyword.control.trigger.jaicp
#              ^^^^^^^ constant.other.event.jaicp
        go!: /Shop/{{ $session.next }}
#       ^^^ keyword.control.transition.jaicp
#            ^^^^^^ entity.name.type.state.jaicp
#                  ^^ punctuation.section.embedded.begin.jaicp
#                     ^^^^^^^^^^^^^ meta.embedded.js.jaicp
#                                   ^^ punctuation.section.embedded.end.jaicp
        timeout: ../Late || interval = 30
#       ^^^^^^^ keyword.control.transition.jaicp
#                ^^^^^^^ entity.name.type.state.jaicp
#                                      ^^ constant.numeric.jaicp
        random:
#       ^^^^^^ keyword.control.jaicp
            a: one
#           ^ keyword.other.reaction.jaicp
        InputText:
#       ^^^^^^^^^ support.function.action.jaicp
            prompt = Your name?
#           ^^^^^^ variable.parameter.jaicp
            okState = /Shop/Done
#                     ^^^^^^^^^^ entity.name.type.state.jaicp
        else:
#       ^^^^ keyword.control.jaicp
    @IntentGroup
#   ^^^^^^^^^^^^ storage.type.annotation.jaicp
