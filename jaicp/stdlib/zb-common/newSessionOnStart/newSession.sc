# A new session where the dialogue begins anew in /Start, and where the visitor comes back after a long while.
#
# Settings: newSessionStartState, the state in which a session that began in /Start goes on; newSessionTimeout, the
# minutes after which a message begins a session of its own.

init:
    bind("preMatch", function ($context) {
        var data = $context.request.data;
        if (data && data.newSession && data.targetState) {
            $context.temp.targetState = data.targetState;
        }
    });

    bind("preProcess", function ($context) {
        var data = $context.request.data || {};
        var session = $context.session;
        var now = $jsapi.currentTime();
        var before = session.newSessionLastTime;
        session.newSessionLastTime = now;
        if (data.newSession || !$context.request.query) {
            return;
        }
        var isStart = $context.currentState === "/Start";
        var minutes = Number($injector.newSessionTimeout);
        var isLate = before !== undefined && minutes > 0 && now - before > minutes * 60 * 1000;
        if (isStart || isLate) {
            $reactions.newSession({
                message: $context.request.query,
                data: {
                    newSession: true,
                    targetState: isStart && $injector.newSessionStartState || $context.currentState
                }
            });
        }
    });
