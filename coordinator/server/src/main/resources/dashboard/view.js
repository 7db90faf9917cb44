// The page as a function of its state.

import { html, live, nothing, repeat } from "./libraries.js";
import { classTime, sections } from "./state.js";
import {
  HELP_CATEGORIES,
  ago,
  clock,
  count,
  eventWord,
  headline,
  inboxLine,
  levelSign,
  levelWord,
  trendWord,
  where,
} from "./words.js";

/** @param act {chooseClassroom, signIn, acknowledge, openHelp, closeHelp, helped} */
export function page(state, act) {
  if (state.view === "sign-in") return signIn(state, act);
  if (state.view === "loading") return html`<main class="middle"><p role="status">Loading your class…</p></main>`;
  return html`
    ${header(state, act)} ${banner(state)}
    <main class="layout">
      <div class="class-column">${classColumn(state, act)}</div>
      <aside class="inbox" aria-labelledby="inbox-title">${inbox(state)}</aside>
    </main>
    <footer>
      These are observations to help you decide whom to visit first. They are never for grading or discipline.
    </footer>
  `;
}

function signIn(state, act) {
  return html`<main class="middle">
    <h1>Gaia</h1>
    <p>${state.problem ?? "Open this page with your teacher link, or paste your access token."}</p>
    <form @submit=${act.signIn}>
      <label>Access token <input name="token" autocomplete="off" required /></label>
      <button class="primary">Show my class</button>
    </form>
  </main>`;
}

function header(state, act) {
  const words = { connecting: "Connecting…", live: "Live", offline: "Offline" };
  return html`<header>
    <h1>Gaia</h1>
    <label class="class-choice">
      <span class="for-screen-readers">Class</span>
      <select .value=${live(state.classroomId ?? "")} @change=${(e) => act.chooseClassroom(e.target.value)}>
        ${state.classrooms.map(
          (c) => html`<option value=${c.classroom_id} ?selected=${c.classroom_id === state.classroomId}>
            ${c.name}${c.open_alert_count ? ` (${c.open_alert_count})` : ""}
          </option>`,
        )}
      </select>
    </label>
    <span class="connection ${state.connection}" role="status">${words[state.connection]}</span>
  </header>`;
}

function banner(state) {
  if (state.connection === "offline") {
    const seconds = Math.max(0, Math.ceil((state.retryAt - state.now) / 1000));
    return html`<p class="banner" role="alert">
      The connection is gone. Nothing is lost: the page catches up by itself
      ${seconds > 0 ? html`(next try in ${seconds} s)` : html`(trying now)`}.
    </p>`;
  }
  if (state.problem) return html`<p class="banner" role="alert">${state.problem}</p>`;
  return state.thanks ? html`<p class="banner thanks" role="status">${state.thanks}</p>` : nothing;
}

function classColumn(state, act) {
  const { needsHelp, quiet, calm, classWide } = sections(state);
  const total = state.students.length;
  const time = classTime(state);
  return html`
    <p class="glance">
      <strong class=${needsHelp.length ? "some" : "none"}>${needsHelp.length}</strong>
      ${needsHelp.length === 1 ? "student may need help" : "students may need help"}
      <span class="rest">
        ${quiet.length ? `${quiet.length} gone quiet · ` : ""}${count(total, "student", "students")} seen
        ${time < state.now ? ` · as of ${clock(time)}` : ""}
      </span>
    </p>
    ${classWide.map((alert) => classAlert(alert, state, act, time))}
    ${needsHelp.length
      ? html`<ol class="cards" aria-label="Who needs help first">
          ${repeat(needsHelp, (s) => s.student_id, (s) => card(s, state, act, time))}
        </ol>`
      : html`<p class="empty">${total ? "Nobody seems stuck right now." : "Waiting for the first student."}</p>`}
    ${quiet.length
      ? html`<h2>Gone quiet</h2>
          <ul class="cards" aria-label="Gone quiet">
            ${repeat(quiet, (s) => s.student_id, (s) => card(s, state, act, time))}
          </ul>`
      : nothing}
    ${calm.length
      ? html`<h2>Everyone else</h2>
          <ul class="tiles">
            ${repeat(calm, (s) => s.student_id, tile)}
          </ul>`
      : nothing}
  `;
}

function classAlert(alert, state, act, time) {
  return html`<section class="card level-${alert.level} class-wide" data-alert=${alert.id}>
    <div class="card-head">${levelChip(alert.level, false)} <strong>${headline(alert)}</strong></div>
    ${reasons(alert.reasons)}
    <p class="since">for ${ago(alert.since, time)} · ${alert.students.join(", ")}</p>
    ${actions(alert.id, alert.state, state, act, { alert_id: alert.id })}
  </section>`;
}

function card(student, state, act, time) {
  const quiet = student.quiet_type === "quiet";
  return html`<li
    class="card level-${quiet ? "quiet" : student.level} ${student.alert_state ?? ""}"
    data-student=${student.student_id}
    data-alert=${student.alert_id ?? nothing}
  >
    <div class="card-head">
      ${levelChip(student.level, quiet)}
      <strong class="who">${student.student_id}</strong>
      <span class="where">${where(student)}</span>
    </div>
    ${reasons(student.reasons)}
    <div class="card-foot">
      <gaia-trend .points=${student.history}></gaia-trend>
      <p class="since">
        for ${ago(student.since, time)}<span class="trend-word">, ${trendWord(student.trend)}</span>
      </p>
    </div>
    ${student.alert_id && student.alert_state !== "resolved"
      ? actions(student.alert_id, student.alert_state, state, act, {
          alert_id: student.alert_id,
          student_id: student.student_id,
        })
      : actions(student.student_id, "none", state, act, {
          student_id: student.student_id,
          classroom_id: state.classroomId,
        })}
  </li>`;
}

const levelChip = (level, quiet) =>
  html`<span class="chip"><span aria-hidden="true">${levelSign(level, quiet)}</span> ${levelWord(level, quiet)}</span>`;

const reasons = (list) =>
  html`<ul class="reasons">
    ${(list ?? []).slice(0, 3).map((reason) => html`<li>${reason.text}</li>`)}
  </ul>`;

/** @param key of the alert, or of the student where there is no alert yet */
function actions(key, alertState, state, act, about) {
  const busy = state.pending.has(key);
  if (state.helping === key) return helpForm(key, busy, act, about);
  return html`<div class="actions">
    ${alertState === "open"
      ? html`<button ?disabled=${busy} @click=${() => act.acknowledge(key)}>Seen</button>`
      : nothing}
    ${alertState === "acknowledged" ? html`<span class="seen">Seen</span>` : nothing}
    <button class="primary" ?disabled=${busy} @click=${() => act.openHelp(key)}>I helped</button>
  </div>`;
}

function helpForm(key, busy, act, about) {
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const note = form.get("note").trim();
    act.helped(key, { ...about, category: form.get("category"), ...(note ? { note } : {}) });
  };
  return html`<form class="help-form" @submit=${submit}>
    <label>
      What did you do?
      <select name="category">
        ${HELP_CATEGORIES.map(([value, text]) => html`<option value=${value}>${text}</option>`)}
      </select>
    </label>
    <label>Note <input name="note" maxlength="500" placeholder="optional, no names" /></label>
    <div class="actions">
      <button type="button" @click=${act.closeHelp}>Cancel</button>
      <button class="primary" ?disabled=${busy}>Save</button>
    </div>
  </form>`;
}

const tile = (student) => html`<li class="tile level-${student.level}" data-student=${student.student_id}>
  <span class="tile-sign" aria-hidden="true">${levelSign(student.level, false)}</span>
  <span class="who">${student.student_id}</span>
  <span class="for-screen-readers">${levelWord(student.level, false)}</span>
  <gaia-trend .points=${student.history}></gaia-trend>
</li>`;

function inbox(state) {
  return html`<h2 id="inbox-title">As it happens</h2>
    ${state.inbox.length === 0
      ? html`<p class="empty">Alerts show up here the moment they come.</p>`
      : html`<ol class="events">
          ${repeat(
            state.inbox,
            (alert) => `${alert.id}/${alert.revision}`,
            (alert) => html`<li class="event ${alert.type.split(".")[1]} level-${alert.level}">
              <time datetime=${alert.at}>${clock(alert.at)}</time>
              <strong>${eventWord(alert.type)}</strong>
              <span>${inboxLine(alert)}</span>
            </li>`,
          )}
        </ol>`}`;
}
