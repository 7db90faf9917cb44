// The frame around every view: header, banners, dialogs, toasts.

import { html, live, nothing, repeat } from "../libraries.js";
import { countOf } from "../model/overview.js";
import { waiting } from "../model/outbox.js";
import { address } from "../model/route.js";
import { isAdmin } from "../model/state.js";
import { say } from "../words/say.js";
import { adminView } from "./admin.js";
import { alertsView } from "./alerts.js";
import { classView } from "./class.js";
import { settingsDialog, shortcutsDialog } from "./dialogs.js";
import { historyView } from "./history.js";
import { storyView } from "./story.js";

const VIEWS = { class: classView, alerts: alertsView, history: historyView, student: storyView, admin: adminView };

// an act that is on its way is no news
const TOLD_AFTER_MS = 2_000;

/** The page as a function of its state; `act` is what can be done on it (see main.js). */
export function page(state, act) {
  if (state.phase === "sign-in") return signIn(state, act);
  if (state.phase === "loading") {
    return html`<main class="middle"><p role="status">${say("app.loading")}</p></main>`;
  }
  return html`
    <a class="skip" href="#main" @click=${act.skip}>${say("app.skip")}</a>
    ${header(state, act)}
    <section class="banners" aria-label=${say("banner.label")}>${banners(state, act)}</section>
    <main id="main" class="view-${state.route.view}" tabindex="-1">${VIEWS[state.route.view](state, act)}</main>
    <footer>${say("app.purpose")}</footer>
    ${toasts(state, act)} ${settingsDialog(state, act)} ${shortcutsDialog(state, act)}
  `;
}

function signIn(state, act) {
  return html`<main class="middle card">
    <h1><img src="icon.svg" alt="" width="40" height="40" /> ${say("sign-in.title")}</h1>
    <p>${state.problem ?? say("sign-in.explain")}</p>
    <form @submit=${act.signIn}>
      <label>${say("sign-in.token")} <input name="token" type="password" autocomplete="off" required /></label>
      <button class="primary">${say("sign-in.show")}</button>
    </form>
    <p><a href="?demo">${say("sign-in.demo")}</a></p>
    <p class="hint">${say("app.purpose")}</p>
  </main>`;
}

function header(state, act) {
  const views = ["class", "alerts", "history", ...(isAdmin(state) && !state.isDemo ? ["admin"] : [])];
  const shown = state.route.view === "student" ? "class" : state.route.view;
  const connection = state.isDemo ? "demo" : state.connection;
  return html`<header>
    <div class="brand"><img src="icon.svg" alt="" width="28" height="28" /><strong>${say("app.name")}</strong></div>
    <label class="class-choice">
      <span class="for-screen-readers">${say("nav.classroom")}</span>
      <select .value=${live(state.classroomId ?? "")} @change=${(e) => act.chooseClassroom(e.target.value)}>
        ${choices(state).map(
          (c) => html`<option value=${c.classroom_id} ?selected=${c.classroom_id === state.classroomId}>
            ${c.open_alert_count ? say("nav.classroom-open", { name: c.name, n: c.open_alert_count }) : c.name}
          </option>`,
        )}
      </select>
    </label>
    <nav aria-label=${say("nav.label")}>
      ${views.map(
        (view) => html`<a href=${address({ view })} aria-current=${view === shown ? "page" : nothing}>
          ${say(`nav.${view}`)}${view === "alerts" ? openCount(state) : nothing}
        </a>`,
      )}
    </nav>
    <span class="connection ${connection}" role="status">${say(`connection.${connection}`)}</span>
    <div class="tools">
      <button class="icon" @click=${() => act.open("settings")} aria-label=${say("nav.settings")} title=${say("nav.settings")}>
        <span aria-hidden="true">⚙</span>
      </button>
      <button class="icon" @click=${() => act.open("shortcuts")} aria-label=${say("nav.shortcuts")} title=${say("nav.shortcuts")}>
        <span aria-hidden="true">?</span>
      </button>
    </div>
  </header>`;
}

/** The classes to choose from; one that nobody was seen in yet has no other name than its id. */
function choices({ classrooms, classroomId }) {
  const isListed = classroomId === null || classrooms.some((it) => it.classroom_id === classroomId);
  return isListed ? classrooms : [...classrooms, { classroom_id: classroomId, name: classroomId }];
}

function openCount(state) {
  const n = countOf(state, "open");
  return n
    ? html` <span class="count" aria-hidden="true">${n}</span>
        <span class="for-screen-readers">${say("nav.open-count", { n })}</span>`
    : nothing;
}

function banners(state, act) {
  const unsent = waiting(state.outbox, state.now - TOLD_AFTER_MS).length;
  const waits = unsent ? html`<span class="waiting-acts">${say("banner.waiting", { n: unsent })}</span>` : nothing;
  const list = [];
  if (state.isDemo) list.push(html`<p class="banner demo">${say("banner.demo")}</p>`);
  if (state.connection === "offline") {
    const seconds = Math.max(0, Math.ceil((state.retryAt - state.now) / 1000));
    list.push(html`<div class="banner offline">
      <p role="alert">${say("banner.offline")} ${waits}</p>
      <p>
        <span class="next-try">${seconds > 0 ? say("banner.offline-next", { n: seconds }) : say("banner.offline-now")}</span>
        <button @click=${act.retryNow}>${say("banner.try-now")}</button>
      </p>
    </div>`);
  } else if (state.problem) {
    list.push(html`<p class="banner problem" role="alert">${state.problem} ${waits}</p>`);
  } else if (unsent) {
    list.push(html`<p class="banner" role="status">${waits}</p>`);
  }
  if (state.isGap) {
    list.push(html`<div class="banner">
      <p role="status">${say("banner.gap")}</p>
      <button @click=${act.dismissGap}>${say("act.close")}</button>
    </div>`);
  }
  return list;
}

function toasts(state, act) {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${repeat(
      state.toasts,
      (toast) => toast.id,
      (toast) => html`<div class="toast">
        <span>${toast.text}</span>
        ${toast.actId && state.outbox.some((it) => it.id === toast.actId && !it.isSending)
          ? html`<button class="undo" @click=${() => act.undo(toast.actId)}>${say("act.undo")}</button>`
          : nothing}
      </div>`,
    )}
  </div>`;
}
