// What was tried, and how it went on.

const WITHIN_MS = 10 * 60_000;
const BEFORE_MS = 2 * 60_000;
const CHANGE = 0.1;

/**
 * How often each kind of help was followed by calm within ten minutes, of the cases where that can be told.
 * @return Map category -> {helped, n}
 */
export function evidence(interventions, alerts, now) {
  const counts = new Map();
  for (const help of interventions) {
    const alert = alerts.get(help.alert_id);
    const calmAt = alert?.type === "frustration.resolved" && !isByTeacher(alert) ? Date.parse(alert.at) : null;
    const after = calmAt === null ? now - Date.parse(help.at) : calmAt - Date.parse(help.at);
    if (!alert || (calmAt === null && after < WITHIN_MS)) continue;
    const { helped, n } = counts.get(help.category) ?? { helped: 0, n: 0 };
    const isHelped = calmAt !== null && after >= 0 && after <= WITHIN_MS;
    counts.set(help.category, { helped: helped + Number(isHelped), n: n + 1 });
  }
  return counts;
}

// a teacher's revision is never a whole thousand
const isByTeacher = (alert) => alert.revision % 1000 !== 0;

/** The kind of help that was followed by calm most often, if there is one to speak of. */
export function bestHelp(counts) {
  const known = [...counts].filter(([, { helped }]) => helped > 0);
  known.sort(([, a], [, b]) => b.helped / b.n - a.helped / a.n || b.n - a.n);
  return known.length ? { category: known[0][0], ...known[0][1] } : null;
}

/**
 * The score just before help and the calmest within ten minutes after it.
 * @return {before, after, afterMs, word: calmer | same | harder | open}
 */
export function effectOf(points, helpedAt) {
  const time = (point) => Date.parse(point.at);
  const before = points.filter((point) => time(point) <= helpedAt && time(point) > helpedAt - BEFORE_MS);
  const last = before.at(-1) ?? points.filter((point) => time(point) <= helpedAt).at(-1);
  const after = points.filter((point) => time(point) > helpedAt && time(point) <= helpedAt + WITHIN_MS);
  if (!last || after.length === 0) return { word: "open" };
  const end = after.reduce((calmest, point) => (point.score < calmest.score ? point : calmest));
  const change = end.score - last.score;
  const word = Math.abs(change) < CHANGE ? "same" : change < 0 ? "calmer" : "harder";
  return { before: last.score, after: end.score, afterMs: time(end) - helpedAt, word };
}
