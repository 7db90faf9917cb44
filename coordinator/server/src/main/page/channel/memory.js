// What this browser remembers: choices for every visit, and for each teacher the acts that are not sent yet and
// the calls of the last hour.

const SETTINGS_KEY = "gaia.settings";
const outboxKey = (subject) => `gaia.outbox.${subject}`;
const callsKey = (subject) => `gaia.calls.${subject}`;

const DEFAULTS = {
  language: null, // null: the browser's
  layout: "grid", // grid | list
  sound: false,
  notify: false,
  quietFrom: "", // HH:MM; empty: no quiet hours
  quietUntil: "",
  callsPerHour: 12, // 0: no cap
  shortcuts: true,
  graceSeconds: 5,
};

// a browser may refuse storage; then choices last as long as the page
function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key, text) {
  try {
    localStorage.setItem(key, text);
  } catch (error) {
    console.warn("This browser does not remember", key, error);
  }
}

export function readSettings() {
  try {
    return { ...DEFAULTS, ...JSON.parse(read(SETTINGS_KEY) ?? "{}") };
  } catch {
    return DEFAULTS;
  }
}

export const writeSettings = (settings) => write(SETTINGS_KEY, JSON.stringify(settings));
export const readOutbox = (subject) => read(outboxKey(subject));
export const writeOutbox = (subject, outbox) => write(outboxKey(subject), JSON.stringify(outbox));

export function readCalls(subject) {
  try {
    const calls = JSON.parse(read(callsKey(subject)) ?? "[]");
    return Array.isArray(calls) ? calls : [];
  } catch {
    return [];
  }
}

export const writeCalls = (subject, calls) => write(callsKey(subject), JSON.stringify(calls));
