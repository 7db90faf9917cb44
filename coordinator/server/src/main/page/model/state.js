// What the page knows, as plain data, and how news changes it. No I/O, no clock.

const FEED_SIZE = 60;

export const initialState = (settings) => ({
  phase: "loading", // loading | sign-in | ready
  settings,
  me: { subject: null, roles: [] },
  route: { view: "class" },
  isDemo: false,
  problem: null,
  isGap: false,
  connection: "connecting", // connecting | live | offline
  retryAt: null,
  classrooms: [],
  dialog: null, // settings | shortcuts
  toasts: [], // {id, text, actId?}
  outbox: [], // the acts of this teacher that are not done yet; see outbox.js
  ...ofClassroom(null),
  story: null, // {studentId, data, problem}
  history: null, // {day, data, problem}
  admin: null, // see control/administering.js
  isWhole: false, // the first drawing is of what fits on the screen, so that it is there sooner
  now: 0,
});

const ofClassroom = (classroomId) => ({
  classroomId,
  isRead: false, // whether the server has said how the class is
  students: [],
  alerts: new Map(), // id -> highest revision seen
  interventions: [],
  feed: [], // newest first, one line per revision
  placed: null, // see placing.js
  form: null, // {key, kind: help | snooze} that is open on a card
  filter: "open",
});

export const withClassroom = (state, classroomId) => ({
  ...state,
  ...ofClassroom(classroomId),
  problem: null,
  isGap: false,
});

/** Keeps the highest revision of an alert; an older or equal one changes nothing. */
export function withAlert(state, alert, { toFeed = true } = {}) {
  const known = state.alerts.get(alert.id);
  if (known && known.revision >= alert.revision) return state;
  const alerts = new Map(state.alerts).set(alert.id, alert);
  const feed = toFeed ? [alert, ...state.feed].sort(newestFirst).slice(0, FEED_SIZE) : state.feed;
  return { ...state, alerts, feed, students: state.students.map((s) => touched(s, alert)) };
}

const newestFirst = (a, b) => Date.parse(b.at) - Date.parse(a.at);

/** A tile shows an alert at once; the next list from the server says the rest. */
function touched(student, alert) {
  if (student.student_id !== alert.student_id) return student;
  const base = { ...student, alert_id: alert.id, alert_state: alert.state, alert_kind: alert.kind };
  if (alert.state === "resolved") return base;
  return { ...base, level: alert.level, score: alert.score, reasons: alert.reasons, since: alert.since };
}

/** A whole answer of the server: its students, its alerts (oldest first into the feed), its help. */
export function withPicture(state, { students, alerts, interventions, classrooms }) {
  const next = { ...state, students, interventions, classrooms, isRead: true, problem: null };
  const kept = new Set(alerts.map((alert) => alert.id));
  const known = new Map([...state.alerts].filter(([id, alert]) => kept.has(id) || alert.state !== "resolved"));
  return [...alerts]
    .sort((a, b) => newestFirst(b, a))
    .reduce((s, alert) => withSnoozeOver(withAlert(s, alert), alert), { ...next, alerts: known });
}

/** The end of a snooze opens an alert without a new revision. */
function withSnoozeOver(state, alert) {
  const known = state.alerts.get(alert.id);
  if (known.revision !== alert.revision || known.state === alert.state) return state;
  return { ...state, alerts: new Map(state.alerts).set(alert.id, alert) };
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

export const isAdmin = (state) => state.me.roles.includes("admin");
