require: patterns.sc
    module = sys.zb-common

theme: /

    state: Agree
        q!: $agree
        a: согласие

    state: Disagree
        q!: $disagree
        a: отказ

    state: Hello
        q!: [$bot] $hello [$bot]
        a: приветствие

    state: Bye
        q!: $bye
        a: прощание

    state: Thanks
        q!: [ну] $thanks
        a: благодарность

    state: Operator
        q!: $switchToOperator
        a: перевод на сотрудника

    state: DontKnow
        q!: [я] $dontKnow
        a: незнание

    state: Cannot
        q!: * $cannot войти *
        a: не выходит

    state: Email
        q!: * $email *
        a: {{ $parseTree._email }}

    state: Gender
        q!: пол $gender
        a: {{ $parseTree._gender }}

    state: Relations
        q!: с $relations
        a: {{ $parseTree._relations }}

    state: Continue
        q!: $continue
        a: дальше

    state: Stop
        q!: $stopGame
        a: стоп

    state: Volume
        q!: [сделай] [звук] ($Inc::louder/$Dec::quieter/$Max::maximum)
        a: {{ $parseTree.louder ? "громче" : $parseTree.quieter ? "тише" : "на всю" }}

    state: Other
        q!: *
        a: другое

    state: Me
        q!: это $me
        a: о себе: {{ $parseTree._me }}
