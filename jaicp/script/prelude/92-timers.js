// Timers of bots in the modern runtime. Time passes while a script waits for a promise: once nothing else is left to
// do, the next timer's time is waited for and its function called. What is left when the script has ended is dropped.

// So many rounds of promise jobs are run before a timer is next.
const ROUNDS_BEFORE_TIMERS = 200;

let timers = bare();
let timerNumber = 0;
let timerClock = 0;

function addTimer(job, delay, args, every) {
  if (typeof job !== "function") throw new TypeErrorType("a timer takes a function");
  const milliseconds = +delay;
  const wait = milliseconds > 0 ? milliseconds : 0;
  timerNumber += 1;
  timers[timers.length] = {
    __proto__: null, number: timerNumber, due: timerClock + wait, wait, job, args, every,
  };
  return timerNumber;
}

function removeTimer(number) {
  const kept = bare();
  for (let i = 0; i < timers.length; i += 1) if (timers[i].number !== number) kept[kept.length] = timers[i];
  timers = kept;
}

function runNextTimer() {
  let next = timers[0];
  for (let i = 1; i < timers.length; i += 1) if (timers[i].due < next.due) next = timers[i];
  if (next.due > timerClock) {
    host("timers", "wait", [next.due - timerClock]);
    timerClock = next.due;
  }
  if (next.every) next.due += next.wait < 1 ? 1 : next.wait;
  else removeTimer(next.number);
  apply(next.job, undefined, next.args);
}

// Wait for a promise, and let time pass as long as it is not settled.
async function settledWithTimers(promise) {
  let isSettled = false;
  const settle = () => { isSettled = true; };
  promiseThen(promise, settle, settle);
  while (!isSettled) {
    for (let i = 0; i < ROUNDS_BEFORE_TIMERS && !isSettled; i += 1) await undefined;
    if (isSettled || timers.length === 0) break;
    runNextTimer();
  }
  return promise;
}

const promiseThen = uncurry(Promise.prototype.then);
waitFor = settledWithTimers;
dropTimers = () => {
  timers = bare();
  timerClock = 0;
};

defineGlobal("setTimeout", (job, delay, ...args) => addTimer(job, delay, args, false));
defineGlobal("setInterval", (job, delay, ...args) => addTimer(job, delay, args, true));
defineGlobal("setImmediate", (job, ...args) => addTimer(job, 0, args, false));
defineGlobal("clearTimeout", removeTimer);
defineGlobal("clearInterval", removeTimer);
defineGlobal("clearImmediate", removeTimer);
