// What the page says about students and alerts. Observations, never diagnoses.

import { knows, say, spokenLanguage } from "./say.js";

// A sign beside the word, so that colour is never the only carrier.
const LEVEL_SIGNS = { critical: "▲▲", high: "▲", medium: "◆", low: "◇", none: "●", quiet: "…" };

export const LEVELS = ["none", "low", "medium", "high", "critical"];
export const HELP_CATEGORIES = ["talked", "hint", "easier_item", "peer", "break", "other"];

export const levelWord = (level) => say(`level.${level}`);
export const levelSign = (level) => LEVEL_SIGNS[level];
export const trendWord = (trend) => say(`trend.${trend ?? "steady"}`);
export const eventWord = (type) => (knows(`event.${type}`) ? say(`event.${type}`) : type);
export const categoryWord = (category) => (knows(`help.${category}`) ? say(`help.${category}`) : category);
export const signalWord = (signal) => (knows(`signal.${signal}`) ? say(`signal.${signal}`) : signal);

export function where({ item_id: item, lesson_id: lesson, app_name: app }) {
  if (item && lesson) return say("where.item-lesson", { item, lesson });
  if (item) return say("where.item", { item });
  return lesson ? say("where.lesson", { lesson }) : say("where.app", { app });
}

/** The server words reasons in English; other languages word them from the signal and its number. */
export function reasonText(reason) {
  const key = `reason.${reason.signal}`;
  return spokenLanguage() === "en" || !knows(key) ? reason.text : say(key, { n: Math.round(reason.value) });
}

/** Only silence: shown apart from struggle. */
export const isSilence = ({ reasons }) => {
  const raising = (reasons ?? []).filter((reason) => reason.share > 0);
  return raising.length > 0 && raising.every((reason) => reason.signal === "idle");
};

/** The level as it is shown: silence alone is its own word. */
export const shownLevel = (it) => (isSilence(it) ? "quiet" : it.level);

export const about = (alert) => (alert.kind === "class" ? say("act.whole-class") : alert.student_id);

/** @param place where it is; the whole of it, unless said shorter */
export function headline(alert, place = where(alert)) {
  if (alert.kind === "class") return say("headline.class", { n: alert.students?.length ?? 0, where: place });
  const level = levelWord(shownLevel(alert)).toLocaleLowerCase(spokenLanguage());
  return say("headline.student", { student: alert.student_id, level, where: place });
}

const TELLS_TROUBLE = new Set(["frustration.detected", "frustration.escalated"]);
export const tellsTrouble = (alert) => TELLS_TROUBLE.has(alert.type);

/** A line of the feed: the trouble while it grows, afterwards only about whom it is. */
export function feedLine(alert) {
  const place = where({ ...alert, lesson_id: alert.item_id ? null : alert.lesson_id });
  if (tellsTrouble(alert) || alert.kind === "class") return headline(alert, place);
  return say("headline.calm", { student: alert.student_id, where: place });
}

/** What usually helps with the strongest signal. */
export function advice(alert) {
  if (alert.kind === "class") return say("advice.class");
  const strongest = [...(alert.reasons ?? [])].sort((a, b) => b.share - a.share)[0];
  const key = `advice.${strongest?.signal}`;
  return knows(key) ? say(key) : say("advice.other");
}

export const percent = (score) => Math.round(score * 100);
