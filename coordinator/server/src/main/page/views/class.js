// The class at a glance: who needs help first, large; who is calm, small.

import { html, nothing, repeat } from "../libraries.js";
import { firstOf, idsOf, isPlacedAs, placedStudents } from "../model/placing.js";
import { sections } from "../model/overview.js";
import { address } from "../model/route.js";
import { classTime } from "../model/state.js";
import { say } from "../words/say.js";
import { ago, clock, clockShort } from "../words/times.js";
import { eventWord, feedLine, headline, levelSign, levelWord, reasonText, shownLevel, trendWord, where } from "../words/wording.js";
import { actions } from "./actions.js";
import { helpsInShort, levelChip, reasonList, sinceWhen, whatHelps } from "./parts.js";

// as much as a large screen shows
const FIRST_STUDENTS = 12;
const FIRST_EVENTS = 12;

export function classView(state, act) {
  const { classWide, ...students } = sections(state);
  const everybody = placedStudents(students, state.placed ?? idsOf(students));
  const placed = state.isWhole ? everybody : firstOf(everybody, FIRST_STUDENTS);
  const isLate = state.placed && !isPlacedAs(state.placed, idsOf(students));
  const time = classTime(state);
  const card = state.settings.layout === "list" ? row : cardOf;
  return html`<div class="layout">
    <div class="class-column" @pointermove=${act.hold} @keydown=${act.hold}>
      <div class="glance-row">
        <div>${glance(state, students, time)}</div>
        <div class="class-tools">
          ${isLate ? html`<button class="resort" @click=${act.sortNow}>${say("class.resort")}</button>` : nothing}
          ${layoutChoice(state, act)}
        </div>
      </div>
      ${classWide.length
        ? html`<h2 class="for-screen-readers">${say("class.wide")}</h2>
            ${classWide.map((alert) => classAlert(alert, state, act, time))}`
        : nothing}
      ${people("class.help-first", placed.needsHelp, "first", (s, i) => card(s, state, act, time, i))}
      ${people("class.quiet", placed.quiet, "quiet", (s, i) => card(s, state, act, time, i))}
      ${placed.calm.length
        ? html`<h2 id="calm-title">${say("class.others")}</h2>
            <ul class="tiles" aria-labelledby="calm-title" data-roving="calm">
              ${repeat(placed.calm, (s) => s.student_id, (s, i) => tile(s, i))}
            </ul>`
        : nothing}
    </div>
    <aside class="inbox" aria-labelledby="feed-title">${feed(state)}</aside>
  </div>`;
}

function glance(state, { needsHelp, quiet, calm }, time) {
  if (!state.isRead && state.classroomId && !state.problem) return html`<h1 class="glance" tabindex="-1">${say("app.loading")}</h1>`;
  const total = needsHelp.length + quiet.length + calm.length;
  const rest = [
    quiet.length ? say("glance.quiet", { n: quiet.length }) : null,
    say("glance.seen", { n: total }),
    time < state.now ? say("glance.as-of", { time: clock(time) }) : null,
  ].filter((part) => part !== null);
  return html`<h1 class="glance" tabindex="-1">
      ${needsHelp.length
        ? html`<strong class="some">${say("glance.help", { n: needsHelp.length })}</strong>`
        : html`<strong class="none">${total ? say("glance.none") : say("class.waiting")}</strong>`}
    </h1>
    <p class="glance-rest">${state.classrooms.length ? rest.join(" · ") : say("class.none")}</p>`;
}

const layoutChoice = (state, act) => html`<div class="segments" role="group" aria-label=${say("class.layout")}>
  ${["grid", "list"].map(
    (layout) => html`<button aria-pressed=${state.settings.layout === layout} @click=${() => act.choose({ layout })}>
      ${say(`class.layout.${layout}`)}
    </button>`,
  )}
</div>`;

function people(title, students, name, one) {
  if (!students.length) return nothing;
  return html`<h2 id="${name}-title">${say(title)}</h2>
    <ol class="cards" aria-labelledby="${name}-title" data-roving=${name}>
      ${repeat(students, (s) => s.student_id, one)}
    </ol>`;
}

function classAlert(alert, state, act, time) {
  return html`<section class="card level-${alert.level} class-wide" data-alert=${alert.id} aria-label=${headline(alert)}>
    <div class="card-head">${levelChip(alert.level)} <strong class="who">${headline(alert)}</strong></div>
    <p class="with">
      <span dir="auto">${(alert.reasons ?? []).map(reasonText).join(", ")}</span> ·
      <span>${say("since", { time: ago(alert.since, time) })}</span> ·
      <span dir="auto">${say("card.students", { students: (alert.students ?? []).join(", ") })}</span>
    </p>
    ${whatHelps(alert, state)} ${actions(alert, state, act)}
  </section>`;
}

/** The alert of a student who has their own, else the student. */
const actedOn = (student) =>
  student.alert && student.alert_kind !== "class" && student.alert.state !== "resolved" ? student.alert : { ...student, id: undefined };

const storyOf = (student) => address({ view: "student", studentId: student.student_id });

/** A card is one stop of the Tab key; its buttons join when it has the focus. */
function cardOf(student, state, act, time, index) {
  const level = shownLevel(student);
  return html`<li
    class="card level-${level} ${student.alert_state ?? ""}"
    data-student=${student.student_id}
    data-alert=${student.alert_id ?? nothing}
    tabindex=${index === 0 ? 0 : -1}
    aria-label="${student.student_id}: ${levelWord(level)} ${where(student)}"
  >
    <div class="card-head">
      ${levelChip(level)}
      <a class="who" href=${storyOf(student)} title=${say("card.open", { student: student.student_id })}>${student.student_id}</a>
      <span class="where">${where(student)}</span>
    </div>
    ${reasonList(student.reasons)}
    <div class="card-foot">
      <gaia-trend .points=${student.history}></gaia-trend>
      ${sinceWhen(student, time)}
    </div>
    ${helpsInShort(student)} ${actions(actedOn(student), state, act)}
  </li>`;
}

function row(student, state, act, time, index) {
  const level = shownLevel(student);
  return html`<li
    class="card row level-${level} ${student.alert_state ?? ""}"
    data-student=${student.student_id}
    data-alert=${student.alert_id ?? nothing}
    tabindex=${index === 0 ? 0 : -1}
    aria-label="${student.student_id}: ${levelWord(level)} ${where(student)}"
  >
    <div class="card-head">
      ${levelChip(level)}
      <a class="who" href=${storyOf(student)} title=${say("card.open", { student: student.student_id })}>${student.student_id}</a>
    </div>
    <div class="why">
      <p>${student.reasons?.[0] ? reasonText(student.reasons[0]) : where(student)}</p>
      ${helpsInShort(student)}
    </div>
    <p class="since">${ago(student.since, time)}, ${trendWord(student.trend)}</p>
    ${actions(actedOn(student), state, act, { few: true })}
  </li>`;
}

function tile(student, index) {
  const level = shownLevel(student);
  return html`<li class="tile level-${level}">
    <a href=${storyOf(student)} data-student=${student.student_id} tabindex=${index === 0 ? 0 : -1}>
      <span class="sign" aria-hidden="true">${levelSign(level)}</span>
      <span class="who">${student.student_id}</span>
      <span class="for-screen-readers">${levelWord(level)}</span>
    </a>
    <gaia-trend .points=${student.history}></gaia-trend>
  </li>`;
}

function feed(state) {
  return html`<h2 id="feed-title">${say("feed.title")}</h2>
    ${state.feed.length === 0
      ? html`<p class="empty">${say("feed.empty")}</p>`
      : html`<ol class="events" tabindex="0" aria-labelledby="feed-title">
          ${repeat(
            state.isWhole ? state.feed : state.feed.slice(0, FIRST_EVENTS),
            (alert) => `${alert.id}/${alert.revision}`,
            (alert) => html`<li class="event ${alert.type.split(".")[1]} level-${alert.level}">
              <time datetime=${alert.at}>${clockShort(alert.at)}</time>
              <strong>${eventWord(alert.type)}</strong>
              <span>${feedLine(alert)}</span>
            </li>`,
          )}
        </ol>`}`;
}
