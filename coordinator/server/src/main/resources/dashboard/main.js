// Wires state, view, API and live channel together: the page's only place with effects.

import { ApiError, api, forgetToken, newRequestId, storeToken, takeTokenFromLink } from "./api.js";
import { render } from "./libraries.js";
import { LiveChannel } from "./live.js";
import { initialState, withAlert, withClassroom } from "./state.js";
import "./trend.js";
import { page } from "./view.js";
import { headline } from "./words.js";

const REFRESH_MS = 5_000;
const REFRESH_AFTER_ALERT_MS = 300;
const THANKS_MS = 5_000;

const root = document.getElementById("page");
const announcer = document.getElementById("announcer");
let state = initialState();
let channel = null;
let refreshTimer = null;

function set(change) {
  state = typeof change === "function" ? change(state) : { ...state, ...change };
  render(page(state, act), root);
}

const act = {
  signIn(event) {
    event.preventDefault();
    storeToken(new FormData(event.target).get("token"));
    start();
  },
  chooseClassroom(classroomId) {
    history.replaceState(null, "", `?classroom=${encodeURIComponent(classroomId)}`);
    openClassroom(classroomId);
  },
  acknowledge: (alertId) =>
    doing(alertId, async () => {
      const alert = await api.acknowledge(alertId, newRequestId());
      set((s) => withAlert(s, alert, { toInbox: false }));
    }),
  openHelp: (key) => set({ helping: key, helpRequestId: newRequestId() }),
  closeHelp: () => set({ helping: null }),
  helped: (key, intervention) =>
    doing(key, async () => {
      await api.intervene(intervention, state.helpRequestId);
      set({ helping: null, thanks: "Thank you. It is noted, and you will see how it goes on." });
      setTimeout(() => set({ thanks: null }), THANKS_MS);
      refreshSoon();
    }),
};

/** Runs an action with its buttons off; a failure is said and the buttons come back. */
async function doing(key, action) {
  set((s) => ({ ...s, pending: new Set(s.pending).add(key), problem: null }));
  try {
    await action();
  } catch (error) {
    complain(error, "That did not work. Please try again.");
  }
  set((s) => {
    const pending = new Set(s.pending);
    pending.delete(key);
    return { ...s, pending };
  });
}

function complain(error, otherwise) {
  if (error instanceof ApiError && error.status === 401) {
    forgetToken();
    channel?.close();
    set({ view: "sign-in", problem: "Your link has expired. Ask for a new one, or paste a token." });
  } else {
    set({ problem: error instanceof ApiError ? `${otherwise} (${error.message})` : otherwise });
  }
}

async function start() {
  if (!takeTokenFromLink()) return set({ view: "sign-in" });
  try {
    const wanted = new URLSearchParams(location.search).get("classroom");
    const classrooms = (await api.classrooms()).items;
    set({ classrooms });
    const chosen = wanted ?? mostUrgent(classrooms)?.classroom_id;
    if (chosen) openClassroom(chosen);
    else set({ view: "class", problem: null });
  } catch (error) {
    complain(error, "The coordinator does not answer yet; trying again.");
    if (state.view !== "sign-in") setTimeout(start, REFRESH_MS);
  }
}

const mostUrgent = (classrooms) =>
  [...classrooms].sort((a, b) => (b.open_alert_count ?? 0) - (a.open_alert_count ?? 0))[0];

function openClassroom(classroomId) {
  channel?.close();
  set((s) => withClassroom(s, classroomId));
  channel = new LiveChannel(`classroom:${classroomId}`, api.ticket, {
    event: arrived,
    state: (connection, retryAt, error) => {
      if (error instanceof ApiError && error.status === 401) return complain(error, "");
      set({ connection, retryAt });
      if (connection === "live") refresh();
    },
    gap: () => refresh(),
  });
  refresh();
}

function arrived(alert) {
  if (!alert.id || alert.revision === undefined) return;
  const before = state;
  set((s) => withAlert(s, alert));
  if (state === before) return;
  if (["frustration.detected", "frustration.escalated"].includes(alert.type) && !alert.quiet) {
    announcer.textContent = headline(alert);
  }
  refreshSoon();
}

let soon = null;
function refreshSoon() {
  soon ??= setTimeout(() => {
    soon = null;
    refresh();
  }, REFRESH_AFTER_ALERT_MS);
}

async function refresh() {
  clearTimeout(refreshTimer);
  const classroomId = state.classroomId;
  try {
    const [students, alerts, classrooms] = await Promise.all([
      api.students(classroomId),
      api.alerts(classroomId),
      api.classrooms(),
    ]);
    if (classroomId !== state.classroomId) return;
    set((s) => {
      const next = { ...s, students: students.items, classrooms: classrooms.items, problem: null };
      const oldestFirst = [...alerts.items].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
      return oldestFirst.reduce((known, alert) => withAlert(known, alert), next);
    });
  } catch (error) {
    complain(error, "The class list could not be refreshed; trying again.");
  }
  if (state.view === "class") refreshTimer = setTimeout(refresh, REFRESH_MS);
}

setInterval(() => state.view === "class" && set({ now: Date.now() }), 1_000);
addEventListener("visibilitychange", () => document.visibilityState === "visible" && state.classroomId && refresh());
start();
