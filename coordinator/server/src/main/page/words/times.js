// Times and durations as a teacher reads them.

import { say, spokenLanguage } from "./say.js";

export function duration(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return say("duration.seconds", { n: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return say("duration.minutes", { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? say("duration.hours", { hours, minutes: minutes % 60 })
    : say("duration.days", { n: Math.floor(hours / 24) });
}

export const ago = (instant, now) => duration(now - Date.parse(instant));

/** Keeps its formatter, for making one takes longer than a hundred uses. */
function format(options) {
  let language = null;
  let formatter = null;
  return (instant) => {
    const time = new Date(instant ?? NaN).getTime();
    if (Number.isNaN(time)) return say("app.unknown-time");
    if (language !== spokenLanguage()) {
      language = spokenLanguage();
      formatter = new Intl.DateTimeFormat(language, options);
    }
    return formatter.format(time);
  };
}

export const clock = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const clockShort = format({ hour: "2-digit", minute: "2-digit" });
export const dateLong = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });

const pad = (n) => String(n).padStart(2, "0");

/** A day as an address and a date field hold it: 2026-01-31, of the teacher's own calendar. */
export const dayOf = (instant) => {
  const date = new Date(instant);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
};

export const startOfDay = (day) => new Date(`${day}T00:00:00`);

/** Another day, also over a change of the clocks. */
export function dayAfter(day, days = 1) {
  const date = startOfDay(day);
  date.setDate(date.getDate() + days);
  return dayOf(date);
}
