// The coordinator as the page uses it. demo/backend.js has the same face.

import { token } from "./identity.js";
import { LiveChannel } from "./live.js";

const PATIENCE_MS = 15_000;

export class ApiError extends Error {
  /** @param status 0: there was no answer */
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? (status ? `HTTP ${status}` : ""));
    this.status = status;
    this.code = problem.code;
  }

  /** Worth trying again as it is. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

async function call(method, path, { body, requestId, keepalive = false } = {}) {
  const headers = { Authorization: `Bearer ${token()}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (requestId) headers["Idempotency-Key"] = requestId;
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      keepalive,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new ApiError(0, {});
  }
  if (response.ok) return response.status === 204 ? null : response.json();
  throw new ApiError(response.status, await response.json().catch(() => ({})));
}

const q = encodeURIComponent;
const get = (path) => call("GET", path);

function send(act, options = {}) {
  const post = (path, body) => call("POST", path, { body, requestId: act.id, ...options });
  switch (act.kind) {
    case "help": {
      const about = act.alertId ? { alert_id: act.alertId } : { classroom_id: act.classroomId };
      if (act.studentId) about.student_id = act.studentId;
      return post("/interventions", { ...about, category: act.category, ...(act.note ? { note: act.note } : {}) });
    }
    case "snooze":
      return post(`/alerts/${q(act.alertId)}/snooze`, { seconds: act.seconds });
    default:
      return post(`/alerts/${q(act.alertId)}/${act.kind}`, {});
  }
}

export const server = {
  classrooms: async () => (await get("/classrooms")).items,
  students: async (classroomId) => (await get(`/classrooms/${q(classroomId)}/students`)).items,
  alerts: async (classroomId) => (await get(`/alerts?classroom_id=${q(classroomId)}&limit=300`)).items,
  interventions: async (classroomId) => (await get(`/interventions?classroom_id=${q(classroomId)}`)).items,
  story: (studentId) => get(`/students/${q(studentId)}/story`),
  history: (classroomId, from, to) =>
    get(`/classrooms/${q(classroomId)}/history?from=${q(from.toISOString())}&to=${q(to.toISOString())}`),

  /** @return the alert as it is then; for help the intervention */
  send,
  /** The same while the page goes away: nobody waits for the answer. */
  sendLeaving: (act) => send(act, { keepalive: true }),

  live: (channel, listener) => new LiveChannel(channel, () => call("POST", "/tickets", { body: {} }), listener),

  cluster: () => get("/cluster"),
  queue: () => get("/queue"),
  turnQueue: (way, requestId) => call("POST", `/queue/${way}`, { requestId }),
  sessions: (cursor) => get(`/sessions?limit=100${cursor ? `&cursor=${q(cursor)}` : ""}`),
  tasks: (status, cursor) => get(`/tasks?status=${q(status)}&limit=100${cursor ? `&cursor=${q(cursor)}` : ""}`),
  locks: (cursor) => get(`/locks?limit=100${cursor ? `&cursor=${q(cursor)}` : ""}`),
  retryTask: (taskId, requestId) => call("POST", `/tasks/${q(taskId)}/retry`, { requestId }),
  retryAll: (requestId) => call("POST", "/tasks/retry", { body: {}, requestId }),
};

/** For one thing that a person wants once, however often it is tried. Works without HTTPS, too. */
export const newRequestId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
