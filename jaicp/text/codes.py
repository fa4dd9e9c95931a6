"""The catalogue of diagnostic codes.

`JC` and three digits; the hundred names the phase: 1 layout and syntax, 2 project and links, 3 patterns,
4 dialogue flow, 5 scripts and templates, 6 configuration, 7 tests, 8 run time. A code is never used again
for something else. Each has a page in `docs/diagnostics`, named by its id.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CATALOGUE", "Code", "find_code"]


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of diagnostic: `JC201`, its slug `unknown-state`, and a title for its page."""

    id: str
    slug: str
    title: str


CATALOGUE: dict[str, Code] = {}


def _code(identifier: str, slug: str, title: str) -> Code:
    code = Code(identifier, slug, title)
    CATALOGUE[identifier] = code
    return code


def find_code(name: str) -> Code | None:
    """The code with this id or slug; letter case does not matter."""
    wanted = name.strip().casefold()
    for code in CATALOGUE.values():
        if wanted in (code.id.casefold(), code.slug):
            return code
    return None


BAD_INDENT = _code("JC101", "bad-indent", "a line that lines up with nothing")
UNKNOWN_TAG = _code("JC102", "unknown-tag", "a tag that the language does not have")
MISSING_VALUE = _code("JC103", "missing-value", "a tag without the value that it needs")
UNCLOSED_BRACKET = _code("JC104", "unclosed-bracket", "a bracket or quote that is never closed")
MISPLACED_TAG = _code("JC105", "misplaced-tag", "a tag where it may not stand")
UNKNOWN_PARAMETER = _code("JC106", "unknown-parameter", "a parameter that the tag does not know")
NOT_A_TAG = _code("JC107", "not-a-tag", "a line that is no tag and belongs to none")
MALFORMED_PARAMETER = _code("JC108", "malformed-parameter", "a parameter that cannot be read")
MALFORMED_BUTTON = _code("JC109", "malformed-button", "a button that cannot be read")
MIXED_INDENT = _code("JC110", "mixed-indent", "tabs and spaces mixed in one indentation")
UNREADABLE_FILE = _code("JC111", "unreadable-file", "a file that cannot be read as text")
STRAY_VALUE = _code("JC112", "stray-value", "a value on a tag that takes none")
USELESS_ALLOW = _code("JC113", "useless-allow", "a comment that allows what does not occur")
BAD_INTERVAL = _code("JC114", "bad-interval", "a timeout without an interval that can be read")
UNKNOWN_ACTION = _code("JC115", "unknown-action", "an action tag that nothing declares")
BAD_FLAG = _code("JC116", "bad-flag", "a flag that is neither true nor false")
REPEATED_PARAMETER = _code("JC117", "repeated-parameter", "one parameter twice behind a tag")

UNKNOWN_STATE = _code("JC201", "unknown-state", "a path that leads to no state")
DUPLICATE_STATE = _code("JC202", "duplicate-state", "two states with one path")
MISSING_FILE = _code("JC203", "missing-file", "a required file that does not exist")
UNKNOWN_MODULE = _code("JC204", "unknown-module", "a module that is not part of the project")
STATE_OUTSIDE_THEME = _code("JC205", "state-outside-theme", "a state that stands in no theme")
BAD_THEME_NAME = _code("JC206", "bad-theme-name", "a theme whose name does not begin with a slash")
OUTSIDE_PROJECT = _code("JC207", "outside-project", "a required file outside of the project")
REPEATED_REQUIRE = _code("JC208", "repeated-require", "a file that one script requires twice")
REQUIRE_CIRCLE = _code("JC209", "require-circle", "files that require each other")
EMPTY_THEME = _code("JC210", "empty-theme", "a theme in which nothing stands")

BAD_PATTERN = _code("JC301", "bad-pattern", "a pattern that cannot be read")
UNKNOWN_PATTERN = _code("JC302", "unknown-pattern", "a named pattern that nothing defines")
RECURSIVE_PATTERN = _code("JC303", "recursive-pattern", "a named pattern that needs itself")
BAD_REGEX = _code("JC304", "bad-regex", "a regular expression that cannot be read")
UNKNOWN_DICTIONARY = _code("JC305", "unknown-dictionary", "a dictionary that nothing loads")
UNKNOWN_GRAMMEME = _code("JC306", "unknown-grammeme", "a grammeme that no analysis has")
BAR_IN_BRACES = _code("JC307", "bar-in-braces", "a bar directly in braces")
UNKNOWN_CONVERTER = _code("JC308", "unknown-converter", "a converter that nothing defines")
UNREACHABLE_ALTERNATIVE = _code(
    "JC309", "unreachable-alternative", "an alternative that is never chosen"
)
MANY_IN_BRACES = _code("JC310", "many-in-braces", "braces with very many items")
REPEATED_STAR = _code("JC311", "repeated-star", "a star beside a star")
SHADOWED_PATTERN = _code("JC312", "shadowed-pattern", "a pattern that never wins")
AMBIGUOUS_PATTERNS = _code(
    "JC313", "ambiguous-patterns", "patterns that fit the same text equally well"
)
UNKNOWN_INTENT = _code("JC314", "unknown-intent", "an intent that the NLU file does not have")
UNKNOWN_ENTITY = _code("JC315", "unknown-entity", "an entity that the NLU file does not have")
EMPTY_ALTERNATIVE = _code("JC316", "empty-alternative", "an alternative with nothing in it")

UNREACHABLE_STATE = _code("JC401", "unreachable-state", "a state that nothing leads to")
ENDLESS_GO = _code("JC402", "endless-go", "states that lead to each other without end")
DUPLICATE_TRIGGER = _code("JC403", "duplicate-trigger", "the same trigger twice in one place")
SILENT_STATE = _code("JC404", "silent-state", "a state in which nothing happens")
NO_FALLBACK = _code("JC405", "no-fallback", "no answer to what is not understood")
AFTER_GO = _code("JC406", "after-go", "a reaction behind an immediate transition")
MODAL_TRAP = _code("JC407", "modal-trap", "a modal state with no way out")
EMPTY_BLOCK = _code("JC408", "empty-block", "a random or an if in which nothing stands")
UNKNOWN_EVENT = _code("JC409", "unknown-event", "an event that nothing sends")
REPLY_IN_NEW_CHAT = _code("JC410", "reply-in-new-chat", "a reply where newChatStarted is caught")
UNTRACEABLE_IN_NEW_CHAT = _code(
    "JC411", "untraceable-in-new-chat", "a step after newChatStarted that cannot be followed"
)
SECOND_TIMEOUT = _code("JC412", "second-timeout", "two timeouts set by one state")
GLOBAL_TRIGGER_PARAMETER = _code(
    "JC413", "global-trigger-parameter", "a place given to a trigger that works everywhere"
)
BAD_WEBIM_ACTION = _code("JC414", "bad-webim-action", "an action that Webim does not know")
UNHEARD_NEW_CHAT = _code("JC415", "unheard-new-chat", "newChatStarted caught where no chat begins")

SCRIPT_SYNTAX = _code("JC501", "script-syntax", "JavaScript that cannot be read")
TEMPLATE_SYNTAX = _code("JC502", "template-syntax", "a {{ }} expression that cannot be read")
ASSIGNED_CONDITION = _code("JC503", "assigned-condition", "an assignment used as a condition")
UNDEFINED_NAME = _code("JC504", "undefined-name", "a name that nothing defines")
UNKNOWN_METHOD = _code("JC505", "unknown-method", "a method that its object does not have")
UNSTORABLE_VALUE = _code(
    "JC506", "unstorable-value", "a value that a session does not keep as it is"
)
MODERN_JAVASCRIPT = _code(
    "JC507", "modern-javascript", "JavaScript that the platform's older runtime does not know"
)
UNKNOWN_STATE_IN_SCRIPT = _code(
    "JC508", "unknown-state-in-script", "a path in a script that leads to no state"
)
UNKNOWN_HANDLER = _code("JC509", "unknown-handler", "a handler that nothing calls")
BARE_VARIABLE = _code("JC510", "bare-variable", "a variable in a text without its braces")
UNKNOWN_EXPORT = _code("JC511", "unknown-export", "an import of what the module does not export")
MISSING_PACKAGE = _code("JC512", "missing-package", "an import of a package that is not installed")
UNUSABLE_PACKAGE = _code("JC513", "unusable-package", "a package that cannot run here")
LOST_VARIABLE = _code(
    "JC514", "lost-variable", "a variable of a module that the next request does not find"
)

BAD_CONFIG = _code("JC601", "bad-config", "a chatbot.yaml that cannot be used")
BAD_CONFIG_VALUE = _code("JC602", "bad-config-value", "a setting of another kind than it has to be")
WRITTEN_SECRET = _code("JC603", "written-secret", "a token, password or key written into a file")

UNKNOWN_STATE_IN_TEST = _code(
    "JC701", "unknown-state-in-test", "a state in a test that no script defines"
)
MALFORMED_TEST = _code("JC702", "malformed-test", "a test file that cannot be read")
UNKNOWN_TEST_ELEMENT = _code(
    "JC703", "unknown-test-element", "an element or attribute that tests do not have"
)
BAD_TEST_VALUE = _code("JC704", "bad-test-value", "a value in a test that cannot be read")
FAILED_CHECK = _code("JC705", "failed-check", "a bot that does something else than its test says")
UNEXPECTED_REPLY = _code("JC706", "unexpected-reply", "a reply that the test does not list")
ERROR_IN_TEST = _code("JC707", "error-in-test", "an error of the bot that nothing in it handled")
MISSING_TEST = _code("JC708", "missing-test", "a pattern of tests.include that no file matches")

SCRIPT_FAILED = _code("JC801", "script-failed", "a script that failed at run time")
STEP_LIMIT = _code("JC802", "step-limit", "a turn that goes on without end")
NOT_BUILT = _code("JC803", "not-built", "something that this version does not run yet")
