// The coordination view: tables that follow the channel `cluster`, and the few things an admin does here.

import { newRequestId } from "../channel/server.js";
import { say } from "../words/say.js";
import { current, set } from "./store.js";
import { toast } from "./toasts.js";

const REFRESH_MS = 5_000;
const REFRESH_AFTER_NEWS_MS = 500;
const EVENTS_SHOWN = 30;

let backend = null;
let channel = null;
let timer = null;
let soon = null;

export const beginAdministering = (server) => (backend = server);

const emptyPage = { items: [], next_cursor: null };
const initial = {
  cluster: null,
  queue: null,
  sessions: emptyPage,
  tasks: emptyPage,
  locks: emptyPage,
  status: "failed",
  events: [],
  problem: null,
};

export function openAdmin() {
  set((s) => ({ ...s, admin: s.admin ?? initial }));
  channel ??= backend.live("cluster", {
    event: (event) => {
      change((admin) => ({ events: [event, ...admin.events].slice(0, EVENTS_SHOWN) }));
      soon ??= setTimeout(readTables, REFRESH_AFTER_NEWS_MS);
    },
    state: () => {},
    gap: () => {},
    refused: () => change(() => ({ problem: say("admin.only") })),
  });
  return readTables();
}

export function leaveAdmin() {
  channel?.close();
  channel = null;
  clearTimeout(timer);
}

const change = (how) => set((s) => (s.admin ? { ...s, admin: { ...s.admin, ...how(s.admin) } } : s));

async function readTables() {
  clearTimeout(timer);
  clearTimeout(soon);
  soon = null;
  const { status } = current().admin;
  try {
    const [cluster, queue, sessions, tasks, locks] = await Promise.all([
      backend.cluster(),
      backend.queue(),
      backend.sessions(),
      backend.tasks(status),
      backend.locks(),
    ]);
    change((admin) => (admin.status === status ? { cluster, queue, sessions, tasks, locks, problem: null } : {}));
  } catch (error) {
    change(() => ({ problem: say("admin.failed", { why: error.message || say("problem.network") }) }));
  }
  if (channel) timer = setTimeout(readTables, REFRESH_MS);
}

export function chooseStatus(status) {
  change(() => ({ status, tasks: emptyPage }));
  readTables();
}

/** @param list sessions | tasks | locks */
export async function showMore(list) {
  const { status, [list]: page } = current().admin;
  await doing(async () => {
    const cursor = page.next_cursor;
    const next = list === "tasks" ? await backend.tasks(status, cursor) : await backend[list](cursor);
    change(() => ({ [list]: { items: [...page.items, ...next.items], next_cursor: next.next_cursor } }));
  });
}

export const turnQueue = (way) =>
  doing(async () => {
    const queue = await backend.turnQueue(way, newRequestId());
    change(() => ({ queue }));
    toast(say(`admin.done.${way}`));
  });

export const retryTask = (taskId) =>
  doing(async () => {
    await backend.retryTask(taskId, newRequestId());
    toast(say("admin.retried", { n: 1 }));
    await readTables();
  });

export const retryAll = () =>
  doing(async () => {
    const { tasks } = await backend.retryAll(newRequestId());
    toast(say("admin.retried", { n: tasks.length }));
    await readTables();
  });

async function doing(action) {
  try {
    await action();
  } catch (error) {
    toast(say("admin.failed", { why: error.message || say("problem.network") }));
  }
}
