# Small talk in Russian: greetings, questions about the bot, its tastes, love, troubles, jokes.
#
# Settings: `injector.offtopic` of chatbot.yaml holds botname, company, type (formal, informal) and
# gender (male, female). A bot's own answers come from a variable `specialOfftopic`, its own rules
# of going on from `customFallbackLogic`; see docs/standard-module.md.

require: answering.sc
require: acquaintance.sc
require: dialogue.sc
require: tastes.sc
require: people.sc
require: life.sc
require: ventures.sc
require: questions.sc

init:
    bind("postProcess", offtopicRemember);
    bind("postProcess", offtopFallbackLogic, "/NewOfftopic");

theme: /NewOfftopic

    state: Fallback
        script: offtopicReaction("Fallback");
