// Asks for attention beyond the page: a soft sound and desktop notifications, both only when chosen.

import { about, headline, reasonText } from "../words/wording.js";
import { say } from "../words/say.js";

const TOGETHER_MS = 1_500; // what comes within that is one sound and one notification
const SOUND_EVERY_MS = 10_000;

let audio = null;
let lastSoundAt = 0;
let waiting = [];
let timer = null;

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

/** @param alert that is new or worse, and not quiet */
export function callFor(alert, settings) {
  if (!settings.sound && !settings.notify) return;
  waiting.push(alert);
  timer ??= setTimeout(() => {
    const alerts = waiting;
    waiting = [];
    timer = null;
    if (settings.sound && Date.now() - lastSoundAt > SOUND_EVERY_MS) {
      lastSoundAt = Date.now();
      chime();
    }
    if (settings.notify && globalThis.Notification?.permission === "granted") notify(alerts);
  }, TOGETHER_MS);
}

function notify(alerts) {
  const isOne = alerts.length === 1;
  const text = isOne
    ? (alerts[0].reasons ?? []).slice(0, 2).map(reasonText).join("\n")
    : alerts.map(about).slice(0, 5).join(", ");
  const title = isOne ? headline(alerts[0]) : say("notify.many", { n: alerts.length });
  const note = new Notification(title, { body: text, tag: isOne ? alerts[0].id : "gaia", icon: "icon.svg" });
  note.onclick = () => {
    globalThis.focus();
    note.close();
  };
}
