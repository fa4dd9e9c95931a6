# Slot filling is part of jaicp: an intent's required slots are asked for whether this file is required or not.
# The settings are those below `injector.slotfilling` of chatbot.yaml.
