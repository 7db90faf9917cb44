// What the page knows, as plain data, and how news changes it. No I/O, no clock.

const INBOX_SIZE = 60;

export const initialState = () => ({
  view: "loading", // loading | sign-in | class
  problem: null,
  connection: "connecting", // connecting | live | offline
  retryAt: null,
  classrooms: [],
  classroomId: null,
  students: [],
  alerts: new Map(), // id -> highest revision seen
  inbox: [], // newest first, one line per revision
  helping: null, // student_id or alert id whose "I helped" form is open
  helpRequestId: null, // the form's; trying again is not helping again
  pending: new Set(), // alert ids with an action on its way
  thanks: null,
  now: Date.now(),
});

export const withClassroom = (state, classroomId) => ({
  ...initialState(),
  view: "class",
  connection: state.connection,
  classrooms: state.classrooms,
  now: state.now,
  classroomId,
});

/** Keeps the highest revision of an alert; an older or equal one changes nothing. */
export function withAlert(state, alert, { toInbox = true } = {}) {
  const known = state.alerts.get(alert.id);
  if (known && known.revision >= alert.revision) return state;
  const alerts = new Map(state.alerts).set(alert.id, alert);
  const inbox = toInbox ? [alert, ...state.inbox].sort(newestFirst).slice(0, INBOX_SIZE) : state.inbox;
  return { ...state, alerts, inbox, students: state.students.map((s) => touched(s, alert)) };
}

const newestFirst = (a, b) => Date.parse(b.at) - Date.parse(a.at);

/** A tile shows an alert at once; the next list from the server says the rest. */
function touched(student, alert) {
  if (student.student_id !== alert.student_id) return student;
  const base = { ...student, alert_id: alert.id, alert_state: alert.state };
  if (alert.state === "resolved") return base;
  return { ...base, level: alert.level, score: alert.score, reasons: alert.reasons, since: alert.since };
}

export function sections(state) {
  const classWide = [...state.alerts.values()].filter(
    (alert) => alert.kind === "class" && alert.state !== "resolved",
  );
  const inClassWide = new Set(classWide.flatMap((alert) => alert.students));
  const needsHelp = [];
  const quiet = [];
  const calm = [];
  for (const student of state.students) {
    const alerted = ["open", "acknowledged"].includes(student.alert_state);
    if (student.quiet_type === "quiet" && alerted) quiet.push(student);
    else if (student.alert_state === "open") needsHelp.push(student);
    else if (isStruggling(student) && !inClassWide.has(student.student_id)) needsHelp.push(student);
    else calm.push(student);
  }
  return { needsHelp: needsHelp.sort(seenLast), quiet, calm, classWide };
}

const REPLAY_BEHIND_MS = 2 * 60_000;

/**
 * The class's own time in milliseconds: now, but for a class last heard of a while ago (an old log
 * that is replayed, a lesson that is over) the moment it was last heard of.
 */
export function classTime(state) {
  const heard = [...state.students, ...state.alerts.values()].map((it) => Date.parse(it.at));
  const last = heard.reduce((a, b) => Math.max(a, b), 0);
  return last > 0 && state.now - last > REPLAY_BEHIND_MS ? last : state.now;
}

const isStruggling = (student) => ["medium", "high", "critical"].includes(student.level);

// the server's order stands; what the teacher has seen goes below what is new
const seenLast = (a, b) =>
  Number(a.alert_state === "acknowledged") - Number(b.alert_state === "acknowledged");
