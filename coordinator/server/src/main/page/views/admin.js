// Coordination for administrators: the cluster, the queue, sessions, tasks and locks, as they change.

import { html, live, nothing, repeat } from "../libraries.js";
import { isAdmin } from "../model/state.js";
import { knows, number, say } from "../words/say.js";
import { ago, clock, duration } from "../words/times.js";

const STATUSES = ["pending", "assigned", "in_progress", "completed", "failed", "cancelled"];

export function adminView(state, act) {
  const { admin } = state;
  if (!isAdmin(state)) return html`<div class="single"><h1 tabindex="-1">${say("admin.title")}</h1><p>${say("admin.only")}</p></div>`;
  return html`<div class="single wide admin">
    <h1 tabindex="-1">${say("admin.title")}</h1>
    ${admin?.problem ? html`<p class="banner problem" role="alert">${admin.problem}</p>` : nothing}
    ${admin?.cluster
      ? html`<div class="halves">${cluster(admin)} ${queue(admin, act)}</div>
          ${tasks(admin, act)} ${sessions(admin, state, act)} ${locks(admin, act)} ${events(admin)}`
      : nothing}
  </div>`;
}

const facts = (pairs) => html`<dl class="facts">
  ${pairs.map(([key, value]) => html`<div><dt>${say(key)}</dt><dd>${value}</dd></div>`)}
</dl>`;

function cluster({ cluster: it }) {
  return html`<section class="card" aria-labelledby="cluster-title">
    <h2 id="cluster-title">${say("admin.cluster")}</h2>
    ${facts([
      ["admin.node", it.node_id],
      ["admin.role", it.role],
      ["admin.leader", it.leader ?? say("admin.no-leader")],
      ["admin.term", number(it.term)],
      ["admin.commit", number(it.commit_index)],
      ["admin.applied", number(it.applied_index)],
      ["admin.format", number(it.format_version)],
    ])}
    <ul class="peers" aria-label=${say("admin.peers")}>${it.peers.map(
      (peer) => html`<li>${peer.id} · ${
        peer.reachable
          ? html`${peer.role}, ${say("admin.applied")} ${number(peer.applied_index)}, ${say("admin.lag", { n: peer.lag })}`
          : say("admin.unreachable")
      }</li>`,
    )}</ul>
  </section>`;
}

function queue({ queue: it }, act) {
  return html`<section class="card" aria-labelledby="queue-title">
    <h2 id="queue-title">${say("admin.queue")}</h2>
    <p class="queue-state ${it.paused ? "paused" : "running"}">${say(it.paused ? "admin.paused" : "admin.running")}</p>
    ${facts([
      ...STATUSES.map((status) => [`task.${status}`, number(it.counts[status] ?? 0)]),
      ["admin.oldest", it.oldest_age_seconds === undefined ? "–" : duration(it.oldest_age_seconds * 1000)],
      ["admin.waiting-claims", number(it.waiting_claims)],
      ["admin.rates", number(it.per_second.completed)],
    ])}
    <div class="actions">
      ${it.paused
        ? html`<button class="primary" @click=${() => act.turnQueue("resume")}>${say("admin.resume")}</button>`
        : html`<button @click=${() => act.turnQueue("pause")}>${say("admin.pause")}</button>`}
    </div>
  </section>`;
}

/**
 * A table that becomes a list of cards where the page is narrow.
 * @param columns [[key of the heading, item -> content]]
 */
function table(title, empty, page, keyOf, columns, more) {
  if (!page.items.length) return html`<p class="empty">${say(empty)}</p>`;
  return html`<table aria-labelledby=${title}>
      <thead>
        <tr>
          ${columns.map(([key]) => html`<th scope="col">${say(key)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${repeat(page.items, keyOf, (item) => html`<tr>
          ${columns.map(([key, content]) => html`<td data-label=${say(key)}>${content(item)}</td>`)}
        </tr>`)}
      </tbody>
    </table>
    ${page.next_cursor ? html`<button @click=${more}>${say("admin.more")}</button>` : nothing}`;
}

function tasks(admin, act) {
  const isFailed = admin.status === "failed";
  const columns = [
    ["admin.column.id", (task) => html`<code>${task.id}</code>`],
    ["admin.column.type", (task) => task.task_type],
    ["admin.column.priority", (task) => number(task.priority)],
    ["admin.column.claimed-by", (task) => task.claimed_by ?? "–"],
    ["admin.column.attempts", (task) => number(task.attempt)],
    ["admin.column.error", (task) => task.error ?? "–"],
  ];
  const retry = (task) =>
    html`<button aria-label=${say("admin.retry-about", { task: task.id })} @click=${() => act.retryTask(task.id)}>
      ${say("admin.retry")}
    </button>`;
  return html`<section class="card" aria-labelledby="tasks-title">
    <div class="title-row">
      <h2 id="tasks-title">${say("admin.tasks")}</h2>
      <label class="inline">
        ${say("admin.tasks.status")}
        <select .value=${live(admin.status)} @change=${(e) => act.chooseStatus(e.target.value)}>
          ${STATUSES.map((status) => html`<option value=${status} ?selected=${status === admin.status}>${say(`task.${status}`)}</option>`)}
        </select>
      </label>
      ${isFailed && admin.tasks.items.length
        ? html`<button class="primary" @click=${act.retryAll}>${say("admin.retry-all")}</button>`
        : nothing}
    </div>
    ${table(
      "tasks-title",
      "admin.tasks.none",
      admin.tasks,
      (task) => task.id,
      isFailed ? [...columns, ["admin.column.action", retry]] : columns,
      () => act.showMore("tasks"),
    )}
  </section>`;
}

const statusWord = (status) => (knows(`task.${status}`) ? say(`task.${status}`) : status);

function sessions(admin, state, act) {
  return html`<section class="card" aria-labelledby="sessions-title">
    <h2 id="sessions-title">${say("admin.sessions")}</h2>
    ${table(
      "sessions-title",
      "admin.sessions.none",
      admin.sessions,
      (session) => session.id,
      [
        ["admin.column.name", (it) => it.name],
        ["admin.column.status", (it) => statusWord(it.status)],
        ["admin.column.health", (it) => html`<span class="health ${it.health}">${it.health}</span>`],
        ["admin.column.tier", (it) => it.tier],
        ["admin.column.provider", (it) => it.provider],
        ["admin.column.tasks", (it) => `${number(it.current_task_count)} / ${number(it.max_concurrent_tasks)}`],
        ["admin.column.heartbeat", (it) => ago(it.last_heartbeat, state.now)],
      ],
      () => act.showMore("sessions"),
    )}
  </section>`;
}

function locks(admin, act) {
  return html`<section class="card" aria-labelledby="locks-title">
    <h2 id="locks-title">${say("admin.locks")}</h2>
    ${table(
      "locks-title",
      "admin.locks.none",
      admin.locks,
      (lock) => lock.key,
      [
        ["admin.column.key", (it) => html`<code>${it.key}</code>`],
        ["admin.column.owner", (it) => it.session_id],
        ["admin.column.fence", (it) => number(it.fence)],
        ["admin.column.expires", (it) => clock(it.expires_at)],
        ["admin.column.waiting", (it) => number(it.waiting.length)],
      ],
      () => act.showMore("locks"),
    )}
  </section>`;
}

function events({ events: list }) {
  return html`<section class="card" aria-labelledby="events-title">
    <h2 id="events-title">${say("admin.events")}</h2>
    ${list.length
      ? html`<ol class="log">
          ${list.map(
            (event) => html`<li>
              <time datetime=${event.at}>${clock(event.at)}</time> <strong>${event.type}</strong> <code>${event.entity_id}</code>
            </li>`,
          )}
        </ol>`
      : html`<p class="empty">${say("admin.events.none")}</p>`}
  </section>`;
}
