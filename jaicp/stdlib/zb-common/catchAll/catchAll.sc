# Phrases that no state listens to: asks again, tells a wrong keyboard layout, calms down, and after some
# failures in a row gives up or offers a person.
#
# Settings (`injector` of the require): withOperator, operatorGroup, closeChatPhrases, livechatFinished,
# giveUpRepetition (2), topics, CheckSameAnswer; see docs/standard-module.md.

require: ../patterns.sc
require: settings.js
require: emotionClassifier.sc
require: catchAllClassifier.js
require: checkSameAnswer.js
require: switch.sc

init:
    bind("postProcess", catchAllForget);
    if (catchAll.CheckSameAnswer) {
        bind("postProcess", catchAllCheckSameAnswer);
    }

theme: /

    state: CatchAll || noContext = true
        event!: noMatch
        script:
            $temp.catchAllCaught = true;
            catchAllMemory().repetition += 1;
        go!: {{ "/CatchAll/" + catchAllClassify($request.query) }}

        state: SeemsMeaningful || noContext = true
            if: catchAllMemory().repetition > catchAll.giveUpRepetition
                go!: ../OutOfScope
            else:
                script: catchAllAnswerWithTopics("SeemsMeaningful");

        state: Nonsense || noContext = true
            script: catchAllAnswerWithTopics("Nonsense");

        state: NegativeEmotion || noContext = true
            script: catchAllAnswerWithTopics("NegativeEmotion");

        state: SameAnswer || noContext = true
            script: catchAllAnswer("SameAnswer");

        state: OutOfScope || noContext = true
            script:
                catchAllMemory().repetition = 0;
                catchAllAnswer("OutOfScope");
            if: catchAll.withOperator
                go!: /Switch/DoYouWannaSwitch?

        state: Transliteration
            script: catchAllAnswer("Transliteration", {text: catchAllMemory().transliteration.text});

            state: Yes
                q: ($yes|$agree)
                script:
                    $temp.catchAllMeant = catchAllMemory().transliteration;
                    $request.query = $temp.catchAllMeant.text;
                    $context.parseTree = $nlp.match($temp.catchAllMeant.text, "/").parseTree;
                go!: {{ $temp.catchAllMeant.state }}

            state: NoUnknown
                q: ($no|$disagree)
                event: noMatch
                go!: /CatchAll/AskAgain?
