# SYNTAX TEST "source.jaicp" "JavaScript: blocks, conditions, braces, converters"

theme: /

    init:
#   ^^^^ keyword.control.script.jaicp
        bind("postProcess", function($context) {
#       ^^^^ meta.embedded.js.jaicp meta.function-call.js entity.name.function.js
#            ^^^^^^^^^^^ string.quoted.double.js
            return `a
  b ${ 1 }`;
# ^ meta.embedded.js.jaicp
        });
    state: A
#   ^^^^^ keyword.declaration.state.jaicp
#          ^ entity.name.type.state.jaicp - meta.embedded.js.jaicp
        script:
            # a remark of the language
#           ^ comment.line.number-sign.jaicp
            var x = { state: "1" }; // remark
#           ^^^ meta.embedded.js.jaicp storage.type.js
#                                   ^^ comment.line.double-slash.js
            if (x) $session.y = x.state;
#           ^^ keyword.control.conditional.js
//          put aside
# <-- meta.embedded.js.jaicp comment.line.double-slash.js
        a: said
#       ^ keyword.other.reaction.jaicp - meta.embedded.js.jaicp
        script: $temp.a = 1;
#                     ^ meta.embedded.js.jaicp
#                         ^ constant.numeric.decimal.js
        if: $session.a === "b"
#       ^^ keyword.control.conditional.jaicp
#                      ^^^ meta.embedded.js.jaicp keyword.operator.comparison.js
            go: ..
#           ^^ keyword.control.transition.jaicp
#               ^^ entity.name.type.state.jaicp
        elseif: true
#       ^^^^^^ keyword.control.conditional.jaicp
#               ^^^^ constant.language.boolean.true.js
        script: a(`open
        a: behind
#       ^ keyword.other.reaction.jaicp - meta.embedded.js.jaicp

patterns:
    $Price = $NUMBER || converter = function(parseTree) {
#   ^^^^^^ entity.name.type.pattern.jaicp
#            ^^^^^^^ variable.other.constant.pattern.jaicp
#                    ^^ keyword.operator.parameters.jaicp
#                       ^^^^^^^^^ variable.parameter.jaicp
#                                   ^^^^^^^^ meta.embedded.js.jaicp storage.type.function.js
        return parseTree.value;
#       ^^^^^^ meta.embedded.js.jaicp keyword.control.flow.js
    }
    $Next = one
#   ^^^^^ entity.name.type.pattern.jaicp - meta.embedded.js.jaicp
