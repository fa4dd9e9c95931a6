# A word for those who try a bot out: `reset` forgets the session and all that is known of the visitor, and begins anew
# in the state of the setting `resetState`, or in /Start where there is one.

theme: /

    state: Reset || noContext = true
        q!: (reset|$regexp</reset>)
        script:
            $client = {};
            $session = {};
            $temp = {};
            $jsapi.startSession();
            var begin = $injector.resetState || "/Start";
            if ($jsapi.getStates()[begin]) {
                $reactions.transition(begin);
            }
