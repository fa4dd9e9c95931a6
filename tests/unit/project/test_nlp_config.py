"""Settings of understanding in `chatbot.yaml`, in their newer and older forms."""

from __future__ import annotations

from jaicp.project.nlp_config import NlpConfig, SlotFilling


def test_defaults():
    assert NlpConfig.read({}) == NlpConfig()
    config = NlpConfig()
    assert (config.phrases, config.patterns, config.examples) == (0.2, 0.2, 0.2)
    assert (config.symbols, config.words, config.seconds) == (400, None, 10.0)
    assert config.slot_filling == SlotFilling(2, False, 0.2)


def test_thresholds_by_their_newer_names_come_first():
    raw = {
        "nlp": {"intentNoMatchThresholds": {"phrases": 0.5, "patterns": 0.1}},
        "caila": {"noMatchThreshold": 0.3},
        "sts": {"noMatchThreshold": 0.4},
    }
    config = NlpConfig.read(raw)
    assert (config.phrases, config.patterns, config.examples) == (0.5, 0.1, 0.4)
    older = NlpConfig.read({"caila": {"noMatchThreshold": 0.3}, "sts": {"noMatchThreshold": 0.4}})
    assert (older.phrases, older.patterns, older.examples) == (0.3, 0.3, 0.4)
    examples = NlpConfig.read(
        {"classifier": {"noMatchThreshold": 0.6}, "aligner": {"noMatchThreshold": 1}}
    )
    assert examples.examples == 0.6


def test_lists_and_limits():
    config = NlpConfig.read(
        {
            "nlp": {
                "nbest": 2,
                "nbestIntents": 5,
                "lengthLimit": {"enabled": True, "symbols": 100, "words": 7},
                "timeLimit": {"enabled": False},
            }
        }
    )
    assert (config.nbest_patterns, config.nbest_examples, config.nbest_intents) == (2, 2, 5)
    assert (config.symbols, config.words, config.seconds) == (100, 7, None)
    off = NlpConfig.read({"nlp": {"lengthLimit": {"enabled": False, "symbols": 1}}})
    assert (off.symbols, off.words) == (None, None)
    assert NlpConfig.read({"nlp": {"lengthLimit": {"symbols": -1}}}).symbols is None
    assert NlpConfig.read({"nlp": {"timeLimit": {"timeout": 1500}}}).seconds == 1.5


def test_slot_filling():
    raw = {
        "injector": {
            "slotfilling": {
                "maxSlotRetries": 5,
                "stopOnAnyIntent": True,
                "stopOnAnyIntentThreshold": 0.9,
            }
        }
    }
    assert NlpConfig.read(raw).slot_filling == SlotFilling(5, True, 0.9)


def test_values_of_another_kind_keep_the_default():
    raw = {
        "nlp": 5,
        "caila": {"noMatchThreshold": "high"},
        "injector": {"slotfilling": {"maxSlotRetries": 0}},
    }
    assert NlpConfig.read(raw) == NlpConfig()
