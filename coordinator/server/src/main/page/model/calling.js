// Which alerts may call the teacher away from something else, by sound or notification. Shown they are in any
// case. Pure: times come in as values.

const HOUR_MS = 3_600_000;
const LEVELS = ["none", "low", "medium", "high", "critical"];

/** The open alerts that may be heard and say more than what was known of them. Maps by id. */
export const newsIn = (alerts, known) =>
  [...alerts.values()].filter((it) => it.state === "open" && !it.quiet && isNews(it, known.get(it.id)));

/** New, worse, or no longer to be kept quiet. */
const isNews = (alert, known) =>
  !known || LEVELS.indexOf(alert.level) > LEVELS.indexOf(known.level) || Boolean(known.quiet && !alert.quiet);

/** @param hours {from, until} as "HH:MM", by the teacher's own clock; over midnight, if they are so */
export function isQuietTime({ from, until }, now) {
  if (!from || !until || from === until) return false;
  const date = new Date(now);
  const time = `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
  return from < until ? from <= time && time < until : from <= time || time < until;
}

const isMostUrgent = (alert) => alert.level === "critical" || alert.kind === "class";

const keyOf = (alert) => `${alert.id}/${alert.revision}`;

/**
 * The alerts that may call together, as one call. In quiet hours and over the cap there are none; the last
 * third of the cap is kept for the most urgent.
 * @param calls what has called already: [{key, at}]; other tabs of the same teacher count
 * @param settings {quietFrom, quietUntil, callsPerHour (0: no cap)}
 */
export function mayCall(alerts, calls, settings, now) {
  if (isQuietTime({ from: settings.quietFrom, until: settings.quietUntil }, now)) return [];
  const recent = within(calls, now);
  const most = settings.callsPerHour;
  const count = new Set(recent.map((call) => call.at)).size;
  const known = new Set(recent.map((call) => call.key));
  return alerts
    .filter((alert) => !known.has(keyOf(alert)))
    .filter((alert) => !most || count < (isMostUrgent(alert) ? most : Math.ceil((most * 2) / 3)));
}

/** The calls of the last hour, with one more for these alerts. */
export const withCall = (calls, alerts, now) => [
  ...within(calls, now),
  ...alerts.map((alert) => ({ key: keyOf(alert), at: now })),
];

const within = (calls, now) => calls.filter((call) => call.at > now - HOUR_MS && call.at <= now);
