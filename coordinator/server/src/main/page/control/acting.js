// What a teacher does: shown at once, undoable for some seconds, then sent once, however often it is tried.

import { newRequestId } from "../channel/server.js";
import { readOutbox, writeOutbox } from "../channel/memory.js";
import { backoff } from "../model/backoff.js";
import { lastUndoable, nextDue, obsoleteBecause, restored, sending, undone, withAct, without } from "../model/outbox.js";
import { withAlert } from "../model/state.js";
import { say } from "../words/say.js";
import { duration } from "../words/times.js";
import { about } from "../words/wording.js";
import { current, onChange, set } from "./store.js";
import { dropToastOf, toast } from "./toasts.js";

let backend = null;
let refreshed = async () => {};
let failures = 0;
let notBefore = 0;
let isBusy = false;

const LONG_AGO_MS = 3_000;

/** @param refresh reads the class anew after something was done */
export function beginActing(server, refresh) {
  backend = server;
  refreshed = refresh;
  set((s) => ({ ...s, outbox: s.isDemo ? [] : restored(readOutbox(s.me.subject)) }));
  onChange((now, before) => {
    if (now.outbox !== before.outbox && !now.isDemo) writeOutbox(now.me.subject, now.outbox);
    if (now.connection === "live" && before.connection === "offline") sendSoon();
  });
  setInterval(sendNext, 250);
  addEventListener("online", sendSoon);
  // who closes the page has decided
  addEventListener("pagehide", () => {
    if (navigator.onLine) current().outbox.forEach((act) => backend.sendLeaving(act).catch(() => {}));
  });
}

/** @param it an alert, or a student where there is no alert */
export function doAct(kind, it, details = {}) {
  const state = current();
  const now = Date.now();
  const isAlert = it.revision !== undefined;
  const act = {
    id: newRequestId(),
    kind,
    alertId: isAlert ? it.id : null,
    studentId: it.student_id ?? null,
    classroomId: state.classroomId,
    about: about(it),
    seenLevel: it.level,
    madeAt: now,
    sendAfter: now + state.settings.graceSeconds * 1000,
    ...details,
  };
  set((s) => ({ ...s, outbox: withAct(s.outbox, act), form: null }));
  const words = { student: act.about, time: duration((act.seconds ?? 0) * 1000) };
  toast(say(`done.${kind}`, words), { actId: act.id, forMs: state.settings.graceSeconds * 1000 });
}

/** @param actId absent: the last one */
export function undo(actId = lastUndoable(current().outbox)?.id) {
  const act = current().outbox.find((it) => it.id === actId);
  if (!act || act.isSending) return;
  dropToastOf(actId);
  set((s) => ({ ...s, outbox: undone(s.outbox, actId) }));
  toast(say("done.undone", { student: act.about }));
}

function sendSoon() {
  failures = 0;
  notBefore = 0;
}

async function sendNext() {
  const act = nextDue(current().outbox, Date.now());
  if (isBusy || !act || Date.now() < notBefore || (!navigator.onLine && !current().isDemo)) return;
  isBusy = true;
  try {
    // what has waited for long may be about an alert that is another one by now
    if (Date.now() - act.sendAfter > LONG_AGO_MS) await refreshed();
    const why = obsoleteBecause(act, current().alerts.get(act.alertId));
    if (why) giveUp(act, say(`refused.${why}`, { student: act.about }));
    else await send(act);
  } finally {
    isBusy = false;
  }
}

async function send(act) {
  dropToastOf(act.id);
  set((s) => ({ ...s, outbox: sending(s.outbox, act.id, true) }));
  try {
    const answer = await backend.send(act);
    failures = 0;
    if (answer?.revision !== undefined) set((s) => withAlert(s, answer, { toFeed: false }));
    else await refreshed();
    set((s) => ({ ...s, outbox: without(s.outbox, act.id) }));
    if (answer?.revision !== undefined) refreshed();
  } catch (error) {
    failed(act, error);
  }
}

function failed(act, error) {
  if (error.isPassing || error.status === 401) {
    notBefore = Date.now() + backoff(failures++, Math.random());
    set((s) => ({ ...s, outbox: sending(s.outbox, act.id, false) }));
  } else {
    const key = { 404: "gone", 409: "over" }[error.status] ?? "other";
    giveUp(act, say(`refused.${key}`, { student: act.about, why: error.message }));
    refreshed();
  }
}

function giveUp(act, text) {
  set((s) => ({ ...s, outbox: without(s.outbox, act.id) }));
  toast(text);
}
