require: reset/reset.sc
    module = sys.zb-common

theme: /

    state: Start
        q!: $regexp</start>
        a: Hello, {{ $client.name || "stranger" }}!

        state: Name
            q: I am *
            script:
                $client.name = $parseTree.text.slice(5);
                $session.asked = true;
            a: Hello, {{ $client.name }}.

    state: Known
        q!: who am i
        a: {{ $client.name || "I do not know" }}, {{ $session.asked || false }}

    state: NoMatch
        event!: noMatch
        a: What?
