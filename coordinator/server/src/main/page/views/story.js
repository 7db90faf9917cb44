// One student: how it went, compared with the class, what was tried, and what it led to.

import { html, nothing } from "../libraries.js";
import { effectOf } from "../model/helped.js";
import { shownAlerts } from "../model/overview.js";
import { address } from "../model/route.js";
import { say } from "../words/say.js";
import { ago, clock, clockShort, duration } from "../words/times.js";
import { categoryWord, eventWord, levelWord, percent, shownLevel, signalWord, where } from "../words/wording.js";
import { actions } from "./actions.js";
import { levelChip, reasonList, sinceWhen, whatHelps } from "./parts.js";

export function storyView(state, act) {
  const { studentId } = state.route;
  const story = state.story?.studentId === studentId ? state.story : null;
  const back = html`<p><a href=${address({ view: "class" })}>${say("story.back")}</a></p>`;
  if (!story?.data) {
    const text = story?.problem ?? say("story.loading");
    return html`<div class="single">${back}<h1 tabindex="-1">${studentId}</h1><p role="status">${text}</p></div>`;
  }
  const { data } = story;
  return html`<div class="single story">
    ${back} ${story.problem ? html`<p class="banner problem" role="alert">${story.problem}</p>` : nothing}
    ${now(data, state, act)} ${chart(data)} ${signals(data)} ${tried(data, state)} ${alerts(data)}
  </div>`;
}

function now({ student, class_minutes: minutes }, state, act) {
  const level = shownLevel(student);
  const shown = shownAlerts(state).find(
    (alert) => alert.id === student.alert_id && alert.student_id === student.student_id && alert.state !== "resolved",
  );
  const about = shown ?? { ...student, id: undefined };
  return html`<section class="card level-${level} now" data-student=${student.student_id} aria-labelledby="story-title">
    <div class="card-head">
      ${levelChip(level)}
      <h1 id="story-title" tabindex="-1">${student.student_id}</h1>
      <span class="where">${where(student)}</span>
    </div>
    <h2>${say("story.reasons")}</h2>
    ${student.reasons.length ? reasonList(student.reasons, 6) : html`<p>${say("story.reasons.none")}</p>`}
    ${sinceWhen(student, state.now)}
    ${minutes.length
      ? html`<p class="since">
          ${say("story.compared", { score: percent(student.score), average: percent(minutes.at(-1).average) })}
        </p>`
      : nothing}
    ${["none", "low"].includes(student.level) && !shown ? nothing : whatHelps(about, state)} ${actions(about, state, act)}
  </section>`;
}

function chart(data) {
  const { student, points, class_minutes: minutes, alerts, interventions } = data;
  if (points.length < 2) return nothing;
  const scores = points.map((point) => percent(point.score));
  const words = {
    from: clockShort(points[0].at),
    to: clockShort(points.at(-1).at),
    first: scores[0],
    most: Math.max(...scores),
    last: scores.at(-1),
  };
  const average = minutes.length ? percent(minutes.reduce((sum, m) => sum + m.average, 0) / minutes.length) : null;
  const summary =
    average === null ? say("story.chart-summary-alone", words) : say("story.chart-summary", { ...words, average });
  return html`<section class="card" aria-labelledby="chart-title">
    <h2 id="chart-title">${say("story.chart")}</h2>
    <p class="since">${say("story.chart-explain")}</p>
    <gaia-story-chart .story=${{ student, points, minutes, alerts, interventions }} role="img" aria-label=${summary}></gaia-story-chart>
    <p class="legend" aria-hidden="true">
      <span class="key student">${student.student_id}</span> <span class="key class">${say("story.series.class")}</span>
    </p>
    <p>${summary}</p>
    <details>
      <summary>${say("story.table")}</summary>
      ${table(points)}
    </details>
  </section>`;
}

const table = (points) => html`<div class="scroll" tabindex="0" role="region" aria-labelledby="chart-title">
  <table>
    <thead>
      <tr>
        <th scope="col">${say("story.table.time")}</th>
        <th scope="col">${say("story.table.score")}</th>
        <th scope="col">${say("story.table.signals")}</th>
      </tr>
    </thead>
    <tbody>
      ${[...points].reverse().map(
        (point) => html`<tr>
          <td>${clock(point.at)}</td>
          <td>${percent(point.score)}</td>
          <td>${point.signals.map((it) => `${signalWord(it.signal)} ${percent(it.share)}`).join(", ")}</td>
        </tr>`,
      )}
    </tbody>
  </table>
</div>`;

/** One small line for each signal that was ever there, the strongest first. */
function signals({ points }) {
  const most = new Map();
  for (const point of points) {
    for (const { signal, share } of point.signals) most.set(signal, Math.max(most.get(signal) ?? 0, share));
  }
  const names = [...most].filter(([, share]) => share > 0).sort(([, a], [, b]) => b - a);
  const shareAt = (point, name) => point.signals.find((it) => it.signal === name)?.share ?? 0;
  return html`<section class="card" aria-labelledby="signals-title">
    <h2 id="signals-title">${say("story.signals")}</h2>
    ${names.length
      ? html`<ul class="signals">
          ${names.slice(0, 8).map(
            ([name]) => html`<li>
              <span>${signalWord(name)}</span>
              <gaia-trend .points=${points.map((point) => ({ at: point.at, score: shareAt(point, name) }))}></gaia-trend>
              <span class="since">${say("story.signals.share", { n: percent(shareAt(points.at(-1), name)) })}</span>
            </li>`,
          )}
        </ul>`
      : html`<p>${say("story.signals.none")}</p>`}
  </section>`;
}

function tried({ points, interventions }, state) {
  return html`<section class="card" aria-labelledby="tried-title">
    <h2 id="tried-title">${say("story.tried")}</h2>
    ${interventions.length
      ? html`<ol class="timeline">
          ${[...interventions].reverse().map((help) => {
            const effect = effectOf(points, Date.parse(help.at));
            return html`<li>
              <time datetime=${help.at}>${clockShort(help.at)}</time>
              <div>
                <strong>${categoryWord(help.category)}</strong>
                ${help.teacher_id === state.me.subject ? nothing : html`<span class="since">${help.teacher_id}</span>`}
                ${help.note ? html`<q>${help.note}</q>` : nothing}
                <p class="effect ${effect.word}">${effectText(effect)}</p>
              </div>
            </li>`;
          })}
        </ol>`
      : html`<p>${say("story.tried.none")}</p>`}
  </section>`;
}

function effectText(effect) {
  const word = say(`story.effect.${effect.word}`);
  if (effect.word === "open") return word;
  const numbers = { before: percent(effect.before), after: percent(effect.after), time: duration(effect.afterMs) };
  return `${word}: ${say("story.effect", numbers)}`;
}

function alerts({ alerts: list }) {
  return html`<section class="card" aria-labelledby="story-alerts-title">
    <h2 id="story-alerts-title">${say("story.alerts")}</h2>
    ${list.length
      ? html`<ol class="timeline">
          ${[...list].reverse().map(
            (alert) => html`<li>
              <time datetime=${alert.since}>${clockShort(alert.since)}</time>
              <div>
                <strong>${levelWord(shownLevel(alert))}</strong> <span>${where(alert)}</span>
                ${reasonList(alert.reasons)}
                <p class="since">${eventWord(alert.type)}, ${clockShort(alert.at)} (${ago(alert.since, Date.parse(alert.at))})</p>
              </div>
            </li>`,
          )}
        </ol>`
      : html`<p>${say("story.alerts.none")}</p>`}
  </section>`;
}
