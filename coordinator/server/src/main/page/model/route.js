// Addresses: #/, #/alerts, #/history/2026-01-31, #/student/ID, #/admin.

const VIEWS = new Set(["class", "alerts", "history", "student", "admin"]);

export function parseRoute(hash) {
  const [view = "", detail = ""] = hash.replace(/^#\/?/, "").split("/");
  if (!VIEWS.has(view)) return { view: "class" };
  const value = decodeURIComponent(detail);
  if (view === "student") return value ? { view, studentId: value } : { view: "class" };
  if (view === "history") return /^\d{4}-\d\d-\d\d$/.test(value) ? { view, day: value } : { view };
  return { view };
}

export function address({ view, studentId, day }) {
  if (view === "class") return "#/";
  const detail = studentId ?? day;
  return `#/${view}${detail ? `/${encodeURIComponent(detail)}` : ""}`;
}
