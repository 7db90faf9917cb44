// A day of the class: its alerts and its help, as the database keeps them.

import { html, nothing } from "../libraries.js";
import { address } from "../model/route.js";
import { say } from "../words/say.js";
import { clockShort, dateLong, dayAfter, duration, startOfDay } from "../words/times.js";
import { categoryWord, headline, isSilence, reasonText } from "../words/wording.js";
import { levelChip } from "./parts.js";

const FEW_SIMILAR = 3;

export function historyView(state, act) {
  const day = state.route.day ?? act.today();
  const isToday = day >= act.today();
  const go = (to) => address({ view: "history", day: to });
  return html`<div class="single wide">
    <h1 tabindex="-1">${say("history.title")}</h1>
    <div class="day-choice">
      <a class="button" href=${go(dayAfter(day, -1))}><span aria-hidden="true" class="arrow">‹</span> ${say("history.previous")}</a>
      <label class="field">
        <span class="for-screen-readers">${say("history.day")}</span>
        <input type="date" .value=${day} max=${act.today()} @change=${(e) => e.target.value && act.go(go(e.target.value))} />
      </label>
      ${isToday
        ? nothing
        : html`<a class="button" href=${go(dayAfter(day))}>${say("history.next")} <span aria-hidden="true" class="arrow">›</span></a>
            <a class="button" href=${go(act.today())}>${say("history.today")}</a>`}
    </div>
    ${content(state.history, day, act)}
  </div>`;
}

function content(history, day, act) {
  if (history?.problem) {
    return html`<div class="banner problem">
      <p role="alert">${history.problem}</p>
      <button @click=${() => act.loadDay(day)}>${say("history.retry")}</button>
    </div>`;
  }
  if (!history?.data) return html`<p role="status">${say("history.loading")}</p>`;
  const rows = linesOf(history.data);
  if (!rows.length) return html`<p class="empty">${say("history.empty")}</p>`;
  return html`${summary(history.data)} ${history.data.complete ? nothing : html`<p>${say("history.incomplete")}</p>`}
    <table class="days">
      <caption>
        ${say("history.caption", { day: dateLong(startOfDay(day)) })}
      </caption>
      <thead>
        <tr>
          ${["time", "what", "who", "why", "lasted", "done"].map((name) => html`<th scope="col">${say(`history.column.${name}`)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => row.line)}
      </tbody>
    </table>`;
}

function summary({ alerts, interventions }) {
  const lasted = alerts
    .filter((it) => it.resolved_at)
    .map((it) => Date.parse(it.resolved_at) - Date.parse(it.alert.since))
    .sort((a, b) => a - b);
  const parts = [say("history.alerts", { n: alerts.length }), say("history.interventions", { n: interventions.length })];
  if (lasted.length) parts.push(say("history.median", { time: duration(lasted[Math.floor(lasted.length / 2)]) }));
  return html`<p class="glance-rest">${parts.join(" · ")}</p>`;
}

/** Newest first; help about an alert stands with the alert, other help by itself. */
function linesOf({ alerts, interventions, effects = [] }) {
  const effectOf = new Map(effects.map((effect) => [effect.intervention_id, effect]));
  const helpOf = new Map();
  for (const help of interventions) helpOf.set(help.alert_id, [...(helpOf.get(help.alert_id) ?? []), help]);
  const known = new Set(alerts.map((it) => it.alert.id));
  const alone = interventions.filter((help) => !known.has(help.alert_id));
  const rows = [
    ...alerts.map((it) => ({ at: it.alert.since, line: alertLine(it, helpOf.get(it.alert.id) ?? [], effectOf) })),
    ...alone.map((help) => ({ at: help.at, line: helpLine(help, effectOf) })),
  ];
  return rows.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

const cell = (name, content) => html`<td class=${name === "lasted" ? name : nothing} data-label=${say(`history.column.${name}`)}>${content}</td>`;

const studentLink = (id) => html`<a href=${address({ view: "student", studentId: id })}>${id}</a>`;

function alertLine({ alert, peak_level: peak, resolved_at: resolved }, helps, effectOf) {
  const level = isSilence(alert) ? "quiet" : (peak ?? alert.level);
  return html`<tr data-alert=${alert.id}>
    ${cell("time", html`<time datetime=${alert.since}>${clockShort(alert.since)}</time>`)} ${cell("what", levelChip(level))}
    ${cell("who", alert.student_id ? studentLink(alert.student_id) : headline(alert))}
    ${cell("why", (alert.reasons ?? []).slice(0, 2).map(reasonText).join(" · "))}
    ${cell("lasted", resolved ? duration(Date.parse(resolved) - Date.parse(alert.since)) : say("history.unresolved"))}
    ${cell("done", done(alert, helps, effectOf))}
  </tr>`;
}

function done(alert, helps, effectOf) {
  if (helps.length) {
    return helps.map(
      (help) => html`<div>
        ${categoryWord(help.category)} ${help.note ? html`<q>${help.note}</q>` : nothing} ${effectText(effectOf.get(help.id))}
      </div>`,
    );
  }
  if (alert.action?.snoozed_until) return say("event.frustration.snoozed");
  return alert.action ? say("card.seen") : "–";
}

/** How long it took from there, beside episodes without help: said of enough of them to mean something. */
function effectText(effect) {
  if (!effect) return nothing;
  const words = [];
  if (Number.isFinite(effect.seconds_to_calm)) words.push(say("history.calm", { time: duration(effect.seconds_to_calm * 1000) }));
  if (effect.similar_count >= FEW_SIMILAR) {
    words.push(say("history.without-help", { n: effect.similar_count, time: duration(effect.similar_seconds_to_calm * 1000) }));
  }
  return words.length ? html`<p class="since">${words.join(" · ")}</p>` : nothing;
}

const helpLine = (help, effectOf) => html`<tr>
  ${cell("time", html`<time datetime=${help.at}>${clockShort(help.at)}</time>`)} ${cell("what", say("history.own-accord"))}
  ${cell("who", studentLink(help.student_id))} ${cell("why", "–")} ${cell("lasted", "–")} ${cell("done", done({}, [help], effectOf))}
</tr>`;
