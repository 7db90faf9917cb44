// Everything the page says that depends on data. Observations, never diagnoses.

const LEVEL_WORDS = {
  critical: "Needs help",
  high: "Probably stuck",
  medium: "May be stuck",
  low: "Slowing down",
  none: "Working",
};

// A sign beside the word, so that colour is never the only carrier.
const LEVEL_SIGNS = { critical: "▲▲", high: "▲", medium: "◆", low: "◇", none: "●" };

export const HELP_CATEGORIES = [
  ["talked", "Talked it through"],
  ["hint", "Gave a hint"],
  ["easier_item", "Gave an easier task"],
  ["peer", "Paired with a classmate"],
  ["break", "Suggested a break"],
];

const TREND_WORDS = { rising: "getting harder", falling: "calming down", steady: "steady" };

export const levelWord = (level, quiet) => (quiet ? "Has gone quiet" : LEVEL_WORDS[level]);
export const levelSign = (level, quiet) => (quiet ? "…" : LEVEL_SIGNS[level]);
export const trendWord = (trend) => TREND_WORDS[trend] ?? TREND_WORDS.steady;

export function ago(instant, now) {
  const seconds = Math.max(0, Math.round((now - Date.parse(instant)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

export const clock = (instant) =>
  new Date(instant).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;

export function where({ item_id, lesson_id, app_name }) {
  const place = [item_id && `on “${item_id}”`, lesson_id && `in ${lesson_id}`].filter(Boolean).join(" ");
  return place || `in ${app_name}`;
}

const isSilence = (alert) => alert.reasons?.length > 0 && alert.reasons.every((r) => r.signal === "idle");

export function headline(alert) {
  if (alert.kind === "class") {
    return `${count(alert.students.length, "student is", "students are")} stuck ${where(alert)}`;
  }
  return `${alert.student_id}: ${levelWord(alert.level, isSilence(alert)).toLowerCase()} ${where(alert)}`;
}

const TELLS_TROUBLE = new Set(["frustration.detected", "frustration.escalated"]);

/** What a line of the inbox says: the trouble while it grows, afterwards only about whom it is. */
export function inboxLine(alert) {
  if (TELLS_TROUBLE.has(alert.type) || alert.kind === "class") return headline(alert);
  return `${alert.student_id}: ${where(alert)}`;
}

const EVENT_WORDS = {
  "frustration.detected": "New",
  "frustration.escalated": "Worse",
  "frustration.resolved": "Calm again",
  "frustration.acknowledged": "Seen",
  "frustration.snoozed": "Snoozed",
  "intervention.recorded": "Helped",
};

export const eventWord = (type) => EVENT_WORDS[type] ?? type;
