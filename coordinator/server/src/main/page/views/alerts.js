// The inbox: every alert with why, since when, what usually helps, and what can be done.

import { html, nothing, repeat } from "../libraries.js";
import { countOf, inbox } from "../model/overview.js";
import { address } from "../model/route.js";
import { classTime } from "../model/state.js";
import { number, say } from "../words/say.js";
import { clock } from "../words/times.js";
import { headline, shownLevel, where } from "../words/wording.js";
import { actions } from "./actions.js";
import { levelChip, reasonList, sinceWhen, whatHelps } from "./parts.js";

const FILTERS = ["open", "acknowledged", "resolved"];

export function alertsView(state, act) {
  const groups = inbox(state, state.filter);
  const time = classTime(state);
  return html`<div class="single">
    <h1 tabindex="-1">${say("alerts.title")}</h1>
    <div class="segments" role="group" aria-label=${say("alerts.filter")}>
      ${FILTERS.map(
        (filter) => html`<button aria-pressed=${filter === state.filter} @click=${() => act.filter(filter)}>
          ${say(`alerts.filter.${filter}`)} <span class="count">${number(countOf(state, filter))}</span>
        </button>`,
      )}
    </div>
    ${groups.length
      ? html`<div class="groups" data-roving="alerts">
          ${repeat(groups, (group) => group.key, (group, i) => groupOf(group, state, act, time, i === 0))}
        </div>`
      : html`<p class="empty">${say(`alerts.empty.${state.filter}`)}</p>`}
  </div>`;
}

function groupOf({ alerts }, state, act, time, isFirst) {
  if (alerts.length === 1) return alertCard(alerts[0], state, act, time, isFirst, 2);
  return html`<section class="group" aria-label=${groupTitle(alerts)}>
    <h2>${groupTitle(alerts)}</h2>
    ${repeat(alerts, (alert) => alert.id, (alert, i) => alertCard(alert, state, act, time, isFirst && i === 0, 3))}
  </section>`;
}

const groupTitle = (alerts) => say("alerts.group", { n: alerts.length, where: where(alerts[0]) });

function alertCard(alert, state, act, time, isFirst, depth) {
  const level = shownLevel(alert);
  const student = alert.student_id;
  const title = student
    ? html`<a class="who" href=${address({ view: "student", studentId: student })} title=${say("card.open", { student })}>${student}</a>
        <span class="where">${where(alert)}</span>`
    : html`<span class="who">${headline(alert)}</span>`;
  return html`<article
    class="card level-${level} ${alert.state}"
    data-alert=${alert.id}
    data-student=${student ?? nothing}
    tabindex=${isFirst ? 0 : -1}
    aria-label=${headline(alert)}
  >
    <div class="card-head">
      ${levelChip(level)} ${depth === 2 ? html`<h2>${title}</h2>` : html`<h3>${title}</h3>`}
      ${alert.quiet ? html`<span class="quiet-mark">${say("alerts.quiet")}</span>` : nothing}
    </div>
    ${reasonList(alert.reasons, 5)}
    ${alert.students?.length ? html`<p class="with">${say("card.students", { students: alert.students.join(", ") })}</p>` : nothing}
    ${alert.state === "resolved" ? html`<p class="since">${clock(alert.at)}</p>` : sinceWhen(withTrend(alert, state), time)}
    ${alert.state === "resolved" ? nothing : whatHelps(alert, state)} ${actions(alert, state, act)}
  </article>`;
}

const withTrend = (alert, state) => ({
  ...alert,
  trend: state.students.find((student) => student.student_id === alert.student_id)?.trend,
});
