// Asks for attention beyond the page: a soft sound and desktop notifications, both only when chosen.

import { isQuietTime, mayCall, withCall } from "../model/calling.js";
import { say } from "../words/say.js";
import { ago } from "../words/times.js";
import { about, advice, headline, reasonText } from "../words/wording.js";
import { readCalls, writeCalls } from "./memory.js";

const TOGETHER_MS = 1_500; // what comes within that is one sound and one notification
const SOUND_EVERY_MS = 10_000;

let audio = null;
let lastSoundAt = 0;
let waiting = [];

/** A soft two-tone chime. */
export function chime() {
  audio ??= new AudioContext();
  audio.resume();
  [587, 784].forEach((frequency, i) => {
    const start = audio.currentTime + i * 0.16;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.12, start + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.6);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.65);
  });
}

/** @return whether the browser allows them */
export async function allowNotifications() {
  if (!("Notification" in globalThis)) return false;
  return (await Notification.requestPermission()) === "granted";
}

/**
 * @param alert that is news, and not quiet
 * @param subject the teacher, whose calls are counted over all classes and tabs
 */
export function callFor(alert, subject, settings) {
  if (!settings.sound && !settings.notify) return;
  // quiet hours that end a moment later do not make it loud
  if (isQuietTime({ from: settings.quietFrom, until: settings.quietUntil }, Date.now())) return;
  waiting.push({ alert, subject, settings });
  if (waiting.length === 1) setTimeout(call, TOGETHER_MS);
}

function call() {
  const now = Date.now();
  // the teacher may have changed them since the first one came
  const { subject, settings } = waiting.at(-1);
  const calls = readCalls(subject);
  // what got worse meanwhile is one alert
  const latest = [...new Map(waiting.map(({ alert }) => [alert.id, alert])).values()];
  const alerts = mayCall(latest, calls, settings, now);
  waiting = [];
  if (alerts.length === 0) return;
  writeCalls(subject, withCall(calls, alerts, now));
  if (settings.sound && now - lastSoundAt > SOUND_EVERY_MS) {
    lastSoundAt = now;
    chime();
  }
  if (settings.notify && globalThis.Notification?.permission === "granted") notify(alerts, now);
}

/** Why, since when and what helps, as on the page. */
function notify(alerts, now) {
  const [first] = alerts;
  const isOne = alerts.length === 1;
  const why = () => (first.reasons ?? []).slice(0, 2).map(reasonText).join(", ");
  const text = isOne
    ? `${why()}\n${say("since", { time: ago(first.since, now) })}\n${advice(first)}`
    : alerts.map(about).slice(0, 5).join(", ");
  const title = isOne ? headline(first) : say("notify.many", { n: alerts.length });
  const note = new Notification(title, { body: text, tag: isOne ? first.id : "gaia", icon: "icon.svg" });
  note.onclick = () => {
    globalThis.focus();
    note.close();
  };
}
