// The coordinator's HTTP API as the page uses it.

const TOKEN_KEY = "gaia.token";

/** Takes the token from the teacher link's fragment once, so that it stays out of history and logs. */
export function takeTokenFromLink() {
  const match = location.hash.match(/token=([^&]+)/);
  if (match) {
    sessionStorage.setItem(TOKEN_KEY, decodeURIComponent(match[1]));
    history.replaceState(null, "", location.pathname + location.search);
  }
  return sessionStorage.getItem(TOKEN_KEY);
}

export const storeToken = (token) => sessionStorage.setItem(TOKEN_KEY, token.trim());
export const forgetToken = () => sessionStorage.removeItem(TOKEN_KEY);

export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
  }
}

async function call(method, path, body, requestId) {
  const headers = { Authorization: `Bearer ${sessionStorage.getItem(TOKEN_KEY)}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (requestId) headers["Idempotency-Key"] = requestId;
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.ok) return response.status === 204 ? null : response.json();
  throw new ApiError(response.status, await response.json().catch(() => ({})));
}

/** For one thing that a person wants once, however often it is tried. Works without HTTPS, too. */
export const newRequestId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const q = encodeURIComponent;

export const api = {
  classrooms: () => call("GET", "/classrooms"),
  students: (classroomId) => call("GET", `/classrooms/${q(classroomId)}/students`),
  alerts: (classroomId) => call("GET", `/alerts?classroom_id=${q(classroomId)}&limit=200`),
  ticket: () => call("POST", "/tickets", {}),
  acknowledge: (alertId, requestId) => call("POST", `/alerts/${q(alertId)}/acknowledge`, {}, requestId),
  intervene: (intervention, requestId) => call("POST", "/interventions", intervention, requestId),
};
