// The same face as channel/server.js, with a made-up class behind it: nothing leaves the browser.
// ?demo&seed=7 chooses another class.

import { newRequestId } from "../channel/server.js";
import { byUrgency } from "../model/overview.js";
import { isSilence, LEVELS } from "../words/wording.js";
import { helped, levelOf, newStudent, random, reasonsOf, stepped } from "./school.js";

const CLASS = "demo-class";
const TEACHER = "demo";
const STUDENTS = 27;
const STEP_MS = 4_000;
const WARM_UP_STEPS = 90; // six minutes that have been before one comes in
const MAX_OPEN = 6;
const isAtLeast = (level, edge) => LEVELS.indexOf(level) >= LEVELS.indexOf(edge);

const draw = random(Number(new URLSearchParams(location.search).get("seed") ?? 1));
let students = Array.from({ length: STUDENTS }, (_, i) => newStudent(i, draw));
const alerts = new Map();
const interventions = [];
const minutes = [];
const listeners = new Set();

const iso = (ms) => new Date(ms).toISOString();
const openOf = (id) => [...alerts.values()].find((alert) => alert.student_id === id && alert.state !== "resolved");

function tell(alert) {
  alerts.set(alert.id, alert);
  listeners.forEach((listener) => listener.event(alert, `${alert.id}/${alert.revision}`));
}

function revise(alert, change, byTeacher = false) {
  const revision = byTeacher ? alert.revision + 1 : Math.floor(alert.revision / 1000) * 1000 + 1000;
  const next = { ...alert, ...change, revision };
  tell(next);
  return next;
}

function judge(student, now) {
  const open = openOf(student.id);
  const about = { level: student.level, score: student.score, reasons: reasonsOf(student), at: iso(now), item_id: student.item };
  if (!open) {
    const isFull = [...alerts.values()].filter((alert) => alert.state === "open").length >= MAX_OPEN;
    if (!isAtLeast(student.level, "medium") || isFull) return;
    tell({
      type: "frustration.detected", id: newRequestId(), episode_id: newRequestId(), kind: "student", classroom_id: CLASS,
      student_id: student.id, app_name: "quiz", lesson_id: "demo-lesson", since: iso(now), state: "open", revision: 1000,
      quiet: false, ...about,
    });
  } else if (isAtLeast(student.level, "medium") && LEVELS.indexOf(student.level) > LEVELS.indexOf(open.level)) {
    revise(open, { ...about, type: "frustration.escalated", state: "open" });
  } else if (student.score < 0.35) {
    revise(open, { at: iso(now), type: "frustration.resolved", state: "resolved" });
  }
}

function classWide(now) {
  const stuck = new Map();
  for (const student of students.filter((it) => it.score > 0.45)) {
    stuck.set(student.item, [...(stuck.get(student.item) ?? []), student.id]);
  }
  const [item, who] = [...stuck].sort(([, a], [, b]) => b.length - a.length)[0] ?? [null, []];
  const open = [...alerts.values()].find((alert) => alert.kind === "class" && alert.state !== "resolved");
  if (!open && who.length >= 3) {
    tell({
      type: "frustration.detected", id: newRequestId(), episode_id: newRequestId(), kind: "class", classroom_id: CLASS,
      app_name: "quiz", lesson_id: "demo-lesson", item_id: item, level: "high", score: 0.7, since: iso(now), at: iso(now),
      reasons: [{ signal: "class_wide", text: `${who.length} of ${STUDENTS} students are stuck on '${item}'`, value: who.length, share: 0.7 }],
      state: "open", revision: 1000, quiet: false, students: who,
    });
  } else if (open && !stuck.has(open.item_id)) {
    revise(open, { at: iso(now), type: "frustration.resolved", state: "resolved" });
  }
}

function step(now) {
  students = students.map((student) => stepped(student, now, draw));
  students.forEach((student) => judge(student, now));
  classWide(now);
  if (minutes.length === 0 || now - Date.parse(minutes.at(-1).at) >= 60_000) {
    const average = students.reduce((sum, student) => sum + student.score, 0) / STUDENTS;
    minutes.push({ at: iso(now), average, students: STUDENTS });
  }
}

function tileOf(student) {
  const alert = openOf(student.id) ?? [...alerts.values()].find((it) => it.students?.includes(student.id) && it.state !== "resolved");
  const reasons = reasonsOf(student);
  const before = student.points.at(-15)?.score ?? student.score;
  const change = student.score - before;
  return {
    student_id: student.id, app_name: "quiz", classroom_id: CLASS, lesson_id: "demo-lesson", item_id: student.item,
    level: student.level, score: student.score, reasons, since: iso(student.since), at: student.points.at(-1).at,
    ...(alert ? { alert_id: alert.id, alert_state: alert.state, alert_kind: alert.kind } : {}),
    ...(alert || isAtLeast(student.level, "medium") ? { quiet_type: isSilence({ reasons }) ? "quiet" : "struggle" } : {}),
    trend: Math.abs(change) < 0.1 ? "steady" : change > 0 ? "rising" : "falling",
    history: student.points.slice(-30).map(({ at, score }) => ({ at, score })),
    minutes_without_help: 0, id: undefined, kind: "student",
  };
}

function send(act) {
  const alert = alerts.get(act.alertId);
  const action = { teacher_id: TEACHER, at: iso(Date.now()) };
  if (act.kind === "help") {
    const whom = act.studentId ? [act.studentId] : (alert?.students ?? []);
    const helps = whom.map((student) => ({
      id: newRequestId(), student_id: student, classroom_id: CLASS, teacher_id: TEACHER, alert_id: act.alertId,
      category: act.category, note: act.note, at: action.at,
    }));
    interventions.push(...helps);
    students = students.map((student) => (whom.includes(student.id) ? helped(student, draw) : student));
    if (alert) revise(alert, { type: "intervention.recorded", state: alert.state === "resolved" ? "resolved" : "acknowledged", at: action.at, action: { ...action, category: act.category } }, true);
    return helps[0];
  }
  const changes = {
    acknowledge: { type: "frustration.acknowledged", state: "acknowledged", action },
    resolve: { type: "frustration.resolved", state: "resolved", action },
    snooze: { type: "frustration.snoozed", state: "acknowledged", action: { ...action, snoozed_until: iso(Date.now() + (act.seconds ?? 0) * 1000) } },
  };
  return revise(alert, { ...changes[act.kind], at: action.at }, true);
}

const begin = Date.now() - WARM_UP_STEPS * STEP_MS;
students = students.map((student) => ({ ...student, since: begin, level: levelOf(student.score) }));
for (let i = 0; i <= WARM_UP_STEPS; i++) step(begin + i * STEP_MS);
setInterval(() => step(Date.now()), STEP_MS);

const answer = async (value) => structuredClone(value);

export const demo = {
  classrooms: () =>
    answer([{ classroom_id: CLASS, name: "Demo 5b", open_alert_count: [...alerts.values()].filter((it) => it.state === "open").length }]),
  students: () =>
    answer(
      students
        .map(tileOf)
        .map((tile) => ({ ...tile, id: tile.student_id }))
        .sort((a, b) => Number(b.quiet_type === "struggle") - Number(a.quiet_type === "struggle") || byUrgency(a, b))
        .map(({ id, kind, ...tile }) => tile),
    ),
  alerts: () => answer([...alerts.values()]),
  interventions: () => answer(interventions),
  story(studentId) {
    const student = students.find((it) => it.id === studentId);
    if (!student) return Promise.reject(Object.assign(new Error(), { status: 404 }));
    const start = Date.parse(student.points[0].at);
    return answer({
      student: tileOf(student),
      points: student.points,
      class_minutes: minutes.filter((it) => Date.parse(it.at) >= start),
      alerts: [...alerts.values()].filter((it) => it.student_id === studentId || it.students?.includes(studentId)),
      interventions: interventions.filter((it) => it.student_id === studentId),
    });
  },
  history(classroomId, from, to) {
    const isWithin = (at) => Date.parse(at) >= from && Date.parse(at) < to;
    return answer({
      alerts: [...alerts.values()]
        .filter((it) => isWithin(it.since))
        .map((alert) => ({ alert, peak_level: alert.level, ...(alert.state === "resolved" ? { resolved_at: alert.at } : {}) })),
      interventions: interventions.filter((it) => isWithin(it.at)),
      effects: interventions.map(({ id }) => ({ intervention_id: id, similar_count: 14, similar_seconds_to_calm: 540 })),
      complete: true,
    });
  },
  send: async (act) => structuredClone(send(act)),
  sendLeaving: async () => {},
  live(channel, listener) {
    listeners.add(listener);
    queueMicrotask(() => listener.state("live", null));
    return { close: () => listeners.delete(listener), retryNow() {} };
  },
};
