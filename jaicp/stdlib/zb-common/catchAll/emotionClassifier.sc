# Tells whether a phrase is angry: $nlp.match(text, "/CatchAll/EmotionClassifier"). No dialogue
# leads here; a transition to it tells `$temp.emotion`.

require: ../obsceneWord.sc

patterns:
    $emotionInsult = (дебил*|идиот*|туп*|дурак*|дура|дуры|кретин*|придур*|болван*|козел|козлы|урод*|тварь|твари|сволоч*|лох|лохи|мраз*|скотин*|паразит*|гнид*|псих*|ублюд*|чокнут*|баран|овца|свинья|гад|гады|мошенник*|жулик*|вор|воры|ворюг*|аферист*|обманщик*|хам|хамы)
    $emotionAnger = (бесит*|бесите|бешен*|достал*|надоел*|задолбал*|ненавижу|отврат*|ужас*|кошмар*|безобраз*|позор*|возмут*|возмущ*|хамств*|издева*|обман*|наглост*|разочаров*|жалоб*|суд|сколько можно|верните деньги|заткнись|отстань*|отвали*|пошел ты|пошли вы|какого черта|черт возьми|блин|фигня|херня|хрень|отстой|гадость|дрянь|мерзост*)
    $emotionLoss = (пропал*|украл*|спер|сперл*|стырил*|потерял*|сломал*|не работает|не приш*|обокрал*|исчез*|испортил*)
    $emotionShout = $regexp<.*(?:!{2,}|\?{3,}|[!?]{3,})>
    $emotionJoy = (спасибо|благодар*|отличн*|прекрасн*|замечательн*|супер|класс|классно|круто|здорово|восхит*|обожаю|молодец|молодцы|ура|рад|рада|рады|доволен|довольна|люблю|нравится|хорош*|лучш*)

theme: /CatchAll/EmotionClassifier || modal = true

    state: Positive
        q: * $emotionJoy * $weight<+0.2>
        script: $temp.emotion = "positive";

    state: Negative
        q: * ($emotionInsult|$emotionAnger|$obsceneWord) * $weight<+0.4>
        q: $emotionShout $weight<0.5>
        q: * $emotionLoss * $weight<0.3>
        script: $temp.emotion = "negative";
