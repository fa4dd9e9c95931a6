# Hands the dialogue over to a person: on demand, or after an offer.

require: ../patterns.sc
require: askAgain.sc

theme: /

    state: Switch || noContext = true
        state: DoYouWannaSwitch?
            script: catchAllAnswer("DoYouWannaSwitch?");

            state: Yes
                q: ($yes|$agree)
                go!: /Switch/TransferToOperator

            state: No
                q: ($no|$disagree)
                go!: /CatchAll/AskAgain?

        state: NeedOperator
            q!: * $switchToOperator *
            q!: [$pls] $serviceHelperHuman [$pls]
            go!: ../TransferToOperator

        state: TransferToOperator
            if: catchAll.withOperator
                script:
                    catchAllAnswer("TransferToOperator", {close: catchAll.closeChatPhrases[0]});
                    $response.replies.push({
                        type: "switch",
                        closeChatPhrases: catchAll.closeChatPhrases,
                        firstMessage: $request.query,
                        destination: catchAll.operatorGroup
                    });
            else:
                script: catchAllAnswer("SwitchIsImpossible");

            state: NoOperatorsOnline
                event: noLivechatOperatorsOnline
                script: catchAllAnswer("NoOperatorsOnline");

                state: GetUserInfo
                    q: *
                    script:
                        $response.replies.push({
                            type: "switch",
                            closeChatPhrases: catchAll.closeChatPhrases,
                            firstMessage: $request.query,
                            destination: catchAll.operatorGroup,
                            ignoreOffline: true,
                            oneTimeMessage: true
                        });
                        catchAllAnswer("GetUserInfo");

                state: NoInfo
                    q: ($no|$disagree)
                    go!: /CatchAll/AskAgain?

        state: LivechatReset
            event: livechatFinished
            if: catchAll.livechatFinished
                go!: {{ catchAll.livechatFinished }}
