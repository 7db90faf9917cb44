// What a teacher did and the server does not know yet. An act is shown at once, waits some seconds in
// which it can be undone, and is then sent under one request id until it is answered: undoing costs no
// wrong record, and being offline is only a longer wait. Pure: times come in as values.

/**
 * @typedef act {id (request id), kind: acknowledge | help | resolve | snooze, alertId?, studentId?,
 *   classroomId, about, seenLevel, madeAt, sendAfter, seconds?, category?, note?, isSending}
 */

const LEVELS = ["none", "low", "medium", "high", "critical"];

/** A second wish about the same alert takes the place of one that is not sent yet; help adds up. */
export function withAct(outbox, act) {
  const stays = (other) =>
    other.isSending || other.kind === "help" || act.kind === "help" || other.alertId !== act.alertId;
  return [...outbox.filter(stays), act];
}

export const without = (outbox, actId) => outbox.filter((act) => act.id !== actId);

/** Takes an act back, while it is not on its way. */
export const undone = (outbox, actId) => outbox.filter((act) => act.id !== actId || act.isSending);

export const lastUndoable = (outbox) => [...outbox].reverse().find((act) => !act.isSending);

/** The next act to send: one at a time, in the order of what was done. */
export const nextDue = (outbox, now) =>
  outbox.some((act) => act.isSending) ? undefined : outbox.find((act) => act.sendAfter <= now);

export const sending = (outbox, actId, isSending) =>
  outbox.map((act) => (act.id === actId ? { ...act, isSending } : act));

export const waiting = (outbox, now) => outbox.filter((act) => act.sendAfter <= now);

/**
 * Why an act must not be sent any more: the alert got worse than what the teacher had seen ("worse"),
 * or is over already ("over"). Help was given in any case, so it is always sent.
 */
export function obsoleteBecause(act, alert) {
  if (act.kind === "help" || !alert) return null;
  if (alert.state === "resolved") return "over";
  const grew = LEVELS.indexOf(alert.level) > LEVELS.indexOf(act.seenLevel);
  return grew && alert.state === "open" && act.kind !== "resolve" ? "worse" : null;
}

/** What becomes of an alert by the acts of this teacher, done or not yet. */
export function asActedOn(alert, outbox) {
  return outbox
    .filter((act) => act.alertId === alert.id)
    .reduce((shown, act) => ({ ...shown, ...effect(act, shown), pendingAct: act }), alert);
}

function effect(act, alert) {
  const action = { teacher_id: null, at: new Date(act.madeAt).toISOString() };
  switch (act.kind) {
    case "resolve":
      return { state: "resolved", action };
    case "snooze":
      return {
        state: "acknowledged",
        action: { ...action, snoozed_until: new Date(act.madeAt + act.seconds * 1000).toISOString() },
      };
    case "help":
      return { state: alert.state === "resolved" ? "resolved" : "acknowledged", action: { ...action, category: act.category } };
    default:
      return { state: "acknowledged", action };
  }
}

/** From storage, where anything may stand. What was on its way may have arrived: it is sent again under its id. */
export function restored(text) {
  try {
    const acts = JSON.parse(text ?? "[]");
    return Array.isArray(acts)
      ? acts.filter((act) => act?.id && act.kind && act.sendAfter).map((act) => ({ ...act, isSending: false }))
      : [];
  } catch {
    return [];
  }
}
