// A made-up class: every student works at their own pace, gets stuck, and gets over it. Seeded, so that a seed
// is always the same class. Times come in as values.

import { LEVELS } from "../words/wording.js";

const EDGES = [0.25, 0.45, 0.65, 0.85];
const HISTORY = 90;
const ITEMS = ["fractions-2", "fractions-4", "word-problem-1", "decimals-3", "decimals-5"];
// signal, its words, how strong it gets, and what one step of it is (seconds, for those that count time)
const TROUBLES = [
  [["failure_streak", (n) => `${n} wrong answers in a row on`, 5, 1], ["hint_chain", (n) => `asked for ${n} hints on`, 3, 1]],
  [["error_burst", (n) => `${n} errors within a minute on`, 6, 1]],
  [["hesitation", (n) => `paused for ${n} seconds on`, 6, 9], ["slow_item", (n) => `for ${n / 60} minutes, twice as long as half of the others, on`, 7, 60]],
  [["wheel_spin", (n) => `${n} attempts and not solved yet on`, 9, 1], ["rapid_guess", (n) => `${n} wrong answers given in a hurry on`, 3, 1]],
  [["idle", (n) => `no action for ${n} seconds with the app open, on`, 5, 30]],
];

/** Small and good enough for a play: mulberry32. */
export function random(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const levelOf = (score) => LEVELS[EDGES.filter((edge) => score >= edge).length];

export function newStudent(index, draw) {
  return {
    id: `demo-${String(index + 1).padStart(2, "0")}`,
    item: ITEMS[Math.floor(draw() * ITEMS.length)],
    trouble: TROUBLES[Math.floor(draw() * TROUBLES.length)],
    score: draw() * 0.2,
    pull: 0.1, // where the score is going
    points: [],
    since: 0,
    level: "none",
  };
}

/** One step of a student's lesson. */
export function stepped(student, now, draw) {
  const turn = draw();
  let { pull, item, trouble } = student;
  if (turn < 0.012) pull = 0.5 + draw() * 0.5;
  else if (turn < 0.05) pull = draw() * 0.25;
  if (pull > 0.4 && student.pull <= 0.4) {
    trouble = TROUBLES[Math.floor(draw() * TROUBLES.length)];
    item = ITEMS[Math.floor(draw() * ITEMS.length)];
  }
  const score = Math.min(0.98, Math.max(0, student.score + (pull - student.score) * 0.18 + (draw() - 0.5) * 0.05));
  const level = levelOf(score);
  const next = { ...student, pull, item, trouble, score, level, since: level === student.level ? student.since : now };
  const point = { at: new Date(now).toISOString(), score, signals: signals(next) };
  return { ...next, points: [...student.points, point].slice(-HISTORY) };
}

const signals = (student) =>
  student.score < 0.25
    ? []
    : student.trouble.map(([signal], i) => ({ signal, share: student.score * (i === 0 ? 0.7 : 0.3) }));

export const reasonsOf = (student) =>
  student.score < 0.25
    ? []
    : student.trouble.map(([signal, words, n, step], i) => {
        const value = Math.max(1, Math.round(n * student.score)) * step;
        return { signal, text: `${words(value)} '${student.item}'`, value, share: student.score * (i === 0 ? 0.7 : 0.3) };
      });

/** Help shows after a moment: the student calms down, more or less. */
export const helped = (student, draw) => ({ ...student, pull: draw() * 0.2 });
