// `$dialer` steers phone calls. There are none here, so that bots for calls can be tried in text: its methods do
// nothing, and the first use of each in a bot's life is logged.

const DIALER = {
  __proto__: null,
  hangUp: undefined, setCallResult: undefined, redial: undefined, reportData: undefined, setNoInputTimeout: undefined,
  bargeInResponse: undefined, bargeInInterrupt: undefined, setNoInputTimeoutForState: undefined,
  getCaller: "", getPayload: {}, getTransferStatus: {}, isBargeInInterrupted: false, getAbonentTimezone: "",
  getCallRecordingFullUrl: "", getCallRecordingPath: "", getCampaignStatistics: {}, getUtcOffset: 0, getSipHeaders: {},
};
const usedOfDialer = { __proto__: null };

function silentMethod(name, answer) {
  return () => {
    if (usedOfDialer[name] !== true) {
      usedOfDialer[name] = true;
      host("jsapi", "log", ["$dialer." + name + " does nothing: this is not a phone call"]);
    }
    return isObject(answer) ? {} : answer;
  };
}

{
  const dialer = {};
  const names = keys(DIALER);
  for (let i = 0; i < names.length; i += 1) {
    defineProperty(dialer, names[i], field(silentMethod(names[i], DIALER[names[i]]), true));
  }
  defineGlobal("$dialer", dialer);
}
