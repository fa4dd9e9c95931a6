// The settings of catchAll and switch, from `injector` of the `require` or of chatbot.yaml.
var catchAll = {
    withOperator: Boolean($injector.withOperator || $injector.operatorGroup),
    operatorGroup: $injector.operatorGroup,
    closeChatPhrases: $injector.closeChatPhrases || ["/close"],
    livechatFinished: $injector.livechatFinished,
    giveUpRepetition: $injector.giveUpRepetition || 2,
    topics: $injector.topics,
    CheckSameAnswer: Boolean($injector.CheckSameAnswer)
};
