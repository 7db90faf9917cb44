// Keeps the shown class current: the live channel tells what is new, a reading every few seconds the rest.

import { callFor } from "../channel/attention.js";
import { newsIn } from "../model/calling.js";
import { withAlert, withClassroom, withPicture } from "../model/state.js";
import { say } from "../words/say.js";
import { headline, tellsTrouble } from "../words/wording.js";
import { announce } from "./announcing.js";
import { current, set } from "./store.js";

const REFRESH_MS = 5_000;
const REFRESH_AFTER_NEWS_MS = 300;

let backend = null;
let onSignedOut = () => {};
let channel = null;
let timer = null;
let soon = null;

/** @param signedOut what to do when the token is no longer good */
export function beginWatching(server, signedOut) {
  backend = server;
  onSignedOut = signedOut;
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && current().classroomId && refresh());
}

export function openClassroom(classroomId) {
  channel?.close();
  set((s) => withClassroom(s, classroomId));
  channel = backend.live(`classroom:${classroomId}`, {
    event: arrived,
    state(connection, retryAt, error) {
      if (error?.status === 401) return onSignedOut();
      set({ connection, retryAt });
      // what came between a reading and the channel is read again, but not while the first view is drawn
      if (connection === "live") refreshSoon();
    },
    gap() {
      set({ isGap: true });
      refresh();
    },
    refused: () => set({ problem: say("problem.forbidden") }),
  });
  return refresh();
}

export function leaveClassroom() {
  channel?.close();
  channel = null;
  clearTimeout(timer);
}

export const retryNow = () => channel?.retryNow?.();

function arrived(alert) {
  if (!alert.id || alert.revision === undefined) return;
  const before = current();
  set((s) => withAlert(s, alert));
  if (current() === before) return;
  tellNews(before);
  refreshSoon();
}

/** Whichever comes first, the channel or a reading, tells it. */
function tellNews(before) {
  const { alerts, settings, me } = current();
  for (const alert of newsIn(alerts, before.alerts).filter(tellsTrouble)) {
    announce(headline(alert), alert.level === "critical");
    callFor(alert, me.subject, settings);
  }
}

export function refreshSoon() {
  soon ??= setTimeout(() => {
    soon = null;
    refresh();
  }, REFRESH_AFTER_NEWS_MS);
}

export async function refresh() {
  clearTimeout(timer);
  const { classroomId } = current();
  if (!classroomId) return;
  try {
    const [students, alerts, interventions, classrooms] = await Promise.all([
      // a class that nobody was seen in yet is no error
      backend.students(classroomId).catch((error) => (error.status === 404 ? [] : Promise.reject(error))),
      backend.alerts(classroomId),
      backend.interventions(classroomId),
      backend.classrooms(),
    ]);
    const before = current();
    if (classroomId !== before.classroomId) return;
    set((s) => withPicture(s, { students, alerts, interventions, classrooms }));
    // what the first reading finds was there before the teacher came
    if (before.isRead) tellNews(before);
  } catch (error) {
    if (error.status === 401) return onSignedOut();
    if (classroomId !== current().classroomId) return;
    set({ problem: problemText(error) });
  }
  if (classroomId === current().classroomId) {
    clearTimeout(timer);
    timer = setTimeout(refresh, REFRESH_MS);
  }
}

function problemText(error) {
  if (error.status === 403) return say("problem.forbidden");
  return say("problem.refresh", { why: error.message || say("problem.network") });
}
