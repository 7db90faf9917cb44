// Keeps every student where they stand while somebody is pointing at or working in the list.

const SECTIONS = ["needsHelp", "quiet", "calm"];

export const idsOf = (sections) =>
  Object.fromEntries(SECTIONS.map((name) => [name, sections[name].map((student) => student.student_id)]));

/**
 * @param before where students stood ({needsHelp, quiet, calm: ids}), or null
 * @param wanted where they belong
 * @param isHeld nobody may move; who is new stands at the end of their section
 */
export function place(before, wanted, isHeld) {
  if (!isHeld || before === null) return wanted;
  const present = new Set(SECTIONS.flatMap((name) => wanted[name]));
  const placed = new Set(SECTIONS.flatMap((name) => before[name]));
  return Object.fromEntries(
    SECTIONS.map((name) => [
      name,
      [...before[name].filter((id) => present.has(id)), ...wanted[name].filter((id) => !placed.has(id))],
    ]),
  );
}

export const isPlacedAs = (one, other) =>
  SECTIONS.every((name) => one[name].length === other[name].length && one[name].every((id, i) => id === other[name][i]));

/** The first of all sections, `n` at most. */
export function firstOf(sections, n) {
  let left = n;
  return Object.fromEntries(
    SECTIONS.map((name) => {
      const taken = sections[name].slice(0, left);
      left -= taken.length;
      return [name, taken];
    }),
  );
}

/** The students of sections, where they are placed. */
export function placedStudents(sections, placed) {
  const byId = new Map(SECTIONS.flatMap((name) => sections[name].map((student) => [student.student_id, student])));
  return Object.fromEntries(
    SECTIONS.map((name) => [name, placed[name].map((id) => byId.get(id)).filter((student) => student !== undefined)]),
  );
}
