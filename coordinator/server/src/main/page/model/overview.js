// The class as it is shown: who stands where, by who needs help first.

import { asActedOn } from "./outbox.js";

/** Alerts with what this teacher just did. */
export const shownAlerts = (state) => [...state.alerts.values()].map((alert) => asActedOn(alert, state.outbox));

const UNRESOLVED = ["open", "acknowledged"];
const isStruggling = (student) => ["medium", "high", "critical"].includes(student.level);

/** A student with their alert as it is now, and with help that was given without one. */
function shownStudent(student, alerts, outbox) {
  const alert = alerts.get(student.alert_id);
  const helpAct = outbox.find((act) => !act.alertId && act.studentId === student.student_id);
  if (!alert) return helpAct ? { ...student, pendingAct: helpAct } : student;
  const state = UNRESOLVED.includes(student.alert_state) || UNRESOLVED.includes(alert.state) ? alert.state : student.alert_state;
  return { ...student, alert_state: state, alert, pendingAct: alert.pendingAct };
}

/** {classWide: alerts; needsHelp, quiet, calm: students, each in the server's order} */
export function sections(state) {
  const alerts = new Map(shownAlerts(state).map((alert) => [alert.id, alert]));
  const classWide = [...alerts.values()].filter((alert) => alert.kind === "class" && alert.state !== "resolved");
  const inClassWide = new Set(classWide.flatMap((alert) => alert.students ?? []));
  const needsHelp = [];
  const quiet = [];
  const calm = [];
  for (const it of state.students) {
    const student = shownStudent(it, alerts, state.outbox);
    const isAlerted = UNRESOLVED.includes(student.alert_state) && student.alert_kind !== "class";
    if (student.alert_state === "resolved" && student.pendingAct) calm.push(student);
    else if (student.quiet_type === "quiet" && isAlerted) quiet.push(student);
    else if (isAlerted && student.alert_state === "open") needsHelp.push(student);
    else if (isStruggling(student) && !inClassWide.has(student.student_id)) needsHelp.push(student);
    else calm.push(student);
  }
  return { classWide, needsHelp: needsHelp.sort(seenLast), quiet, calm };
}

// the server's order stands; what the teacher has seen goes below what is new
const seenLast = (a, b) => Number(a.alert_state === "acknowledged") - Number(b.alert_state === "acknowledged");

const RANK = { critical: 4, high: 3, medium: 2, low: 1, none: 0 };

/** More urgent first: class-wide ones, then by level, then who has waited longest. */
export const byUrgency = (a, b) =>
  Number(b.kind === "class") - Number(a.kind === "class") ||
  RANK[b.level] - RANK[a.level] ||
  Date.parse(a.since) - Date.parse(b.since) ||
  a.id.localeCompare(b.id);

const isHelpAlone = (alert) => alert.type === "intervention.recorded" && !(alert.reasons?.length > 0);

const SMALLEST_GROUP = 3;

/**
 * The inbox of one state, the most urgent first. Three or more students on one item are a group.
 * @return [{key, alerts: [...]}]
 */
export function inbox(state, filter) {
  const wanted = shownAlerts(state).filter((alert) => alert.state === filter && !isHelpAlone(alert));
  wanted.sort(filter === "resolved" ? (a, b) => Date.parse(b.at) - Date.parse(a.at) : byUrgency);
  const byItem = new Map();
  for (const alert of wanted) {
    const key = alert.kind === "class" || !alert.item_id ? alert.id : `${alert.app_name}/${alert.item_id}`;
    byItem.set(key, [...(byItem.get(key) ?? []), alert]);
  }
  const isGroup = (key) => filter === "open" && byItem.get(key).length >= SMALLEST_GROUP;
  const groups = [];
  const done = new Set();
  for (const alert of wanted) {
    const key = alert.kind === "class" || !alert.item_id ? alert.id : `${alert.app_name}/${alert.item_id}`;
    if (!isGroup(key)) groups.push({ key: alert.id, alerts: [alert] });
    else if (!done.has(key)) groups.push({ key, alerts: byItem.get(key) });
    done.add(key);
  }
  return groups;
}

export const countOf = (state, filter) =>
  shownAlerts(state).filter((alert) => alert.state === filter && !isHelpAlone(alert)).length;
