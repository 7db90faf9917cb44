// What can be done about an alert or a student: the same buttons and forms wherever they are shown.

import { html, nothing } from "../libraries.js";
import { say } from "../words/say.js";
import { clockShort, duration } from "../words/times.js";
import { HELP_CATEGORIES, about, categoryWord } from "../words/wording.js";

const SNOOZE_SECONDS = [300, 600, 1200];

/**
 * @param it an alert, or a student where there is no alert
 * @param few only what is done most; the rest is a click away in the story and among the alerts
 */
export function actions(it, state, act, { few = false } = {}) {
  const key = it.id ?? it.student_id;
  if (state.form?.key === key) {
    return state.form.kind === "help" ? helpForm(it, act) : snoozeForm(it, act);
  }
  const isAlert = it.revision !== undefined;
  const button = (kind, run, isPrimary = false) =>
    html`<button
      class=${isPrimary ? "primary" : ""}
      data-act=${kind}
      aria-label=${say("act.about", { act: say(`act.${kind}`), student: about(it) })}
      @click=${run}
    >
      ${say(`act.${kind}`)}
    </button>`;
  return html`${whatWasDone(it, state, act)}
    <div class="actions">
      ${isAlert && it.state === "open" ? button("acknowledge", () => act.acknowledge(it)) : nothing}
      ${!few && isAlert && it.state !== "resolved" ? button("snooze", () => act.openForm(key, "snooze")) : nothing}
      ${!few && isAlert && it.state !== "resolved" ? button("resolve", () => act.resolve(it)) : nothing}
      ${button("help", () => act.openForm(key, "help"), it.state !== "resolved")}
    </div>`;
}

/** By whom, and what; for what is not sent yet a way back. */
function whatWasDone(it, state, act) {
  const { pendingAct, action } = it;
  if (!pendingAct && !action) return nothing;
  const isSeen = it.state === "acknowledged" || it.state === undefined;
  const text = action?.category
    ? say("card.helped-by", { who: who(action, state), category: categoryWord(action.category) })
    : action?.snoozed_until && it.state === "acknowledged"
      ? say("card.snoozed-until", { time: clockShort(action.snoozed_until) })
      : action?.teacher_id && action.teacher_id !== state.me.subject
        ? say("card.seen-by", { who: action.teacher_id })
        : say("card.seen");
  const isWorse = it.state === "open" && action && !pendingAct;
  const isWaiting = pendingAct && pendingAct.sendAfter <= state.now;
  return html`<p class="done ${isSeen ? "seen" : ""}">
    <span>${isWorse ? say("card.got-worse") : pendingAct && !action ? categoryWord(pendingAct.category) : text}</span>
    ${pendingAct
      ? html`<span class="pending">${say(isWaiting ? "card.waiting" : "card.pending")}</span>
          ${pendingAct.isSending
            ? nothing
            : html`<button class="link" @click=${() => act.undo(pendingAct.id)}>${say("act.undo")}</button>`}`
      : nothing}
  </p>`;
}

const who = (action, state) =>
  action.teacher_id === null || action.teacher_id === state.me.subject ? say("act.help") : action.teacher_id;

function helpForm(it, act) {
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const note = form.get("note").trim();
    act.helped(it, { category: form.get("category"), ...(note ? { note } : {}) });
  };
  return html`<form class="inline-form" @submit=${submit} @keydown=${(e) => e.key === "Escape" && act.closeForm()}>
    <label class="field">
      ${say("help.what")}
      <select name="category">
        ${HELP_CATEGORIES.map((category) => html`<option value=${category}>${categoryWord(category)}</option>`)}
      </select>
    </label>
    <label class="field">
      ${say("help.note")} <input name="note" maxlength="500" placeholder=${say("help.note-hint")} />
    </label>
    <div class="actions">
      <button type="button" @click=${act.closeForm}>${say("act.cancel")}</button>
      <button class="primary">${say("act.save")}</button>
    </div>
  </form>`;
}

function snoozeForm(it, act) {
  return html`<div
    class="inline-form"
    role="group"
    aria-label=${say("snooze.how-long")}
    @keydown=${(e) => e.key === "Escape" && act.closeForm()}
  >
    <p>${say("snooze.how-long")}</p>
    <div class="actions">
      <button type="button" @click=${act.closeForm}>${say("act.cancel")}</button>
      ${SNOOZE_SECONDS.map(
        (seconds) => html`<button type="button" class="primary" data-seconds=${seconds} @click=${() => act.snooze(it, seconds)}>
          ${duration(seconds * 1000)}
        </button>`,
      )}
    </div>
  </div>`;
}
