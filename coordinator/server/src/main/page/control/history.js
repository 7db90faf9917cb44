// A past day of the class, and the story of one student: read when they are looked at.

import { say } from "../words/say.js";
import { dayAfter, dayOf, startOfDay } from "../words/times.js";
import { current, set } from "./store.js";

const STORY_EVERY_MS = 5_000;

let backend = null;
let storyTimer = null;

export const beginReading = (server) => (backend = server);

export const today = () => dayOf(Date.now());

export async function loadDay(day) {
  const { classroomId } = current();
  const isSame = (s) => s.history?.day === day && s.classroomId === classroomId;
  set((s) => ({ ...s, history: { day, classroomId, data: null, problem: null } }));
  let found;
  try {
    found = { data: await backend.history(classroomId, startOfDay(day), startOfDay(dayAfter(day))) };
  } catch (error) {
    const why = error.message || say("problem.network");
    found = { problem: say(error.status === 503 ? "history.down" : "history.failed", { why }) };
  }
  set((s) => (isSame(s) ? { ...s, history: { day, classroomId, data: null, problem: null, ...found } } : s));
}

/** Reads the story, and again every few seconds while it is looked at. */
export async function loadStory(studentId) {
  clearTimeout(storyTimer);
  const isShown = (s) => s.route.view === "student" && s.route.studentId === studentId;
  if (current().story?.studentId !== studentId) set({ story: { studentId, data: null, problem: null } });
  let found;
  try {
    found = { data: await backend.story(studentId), problem: null };
  } catch (error) {
    const why = error.message || say("problem.network");
    found = { problem: error.status === 404 ? say("story.missing") : say("story.failed", { why }) };
  }
  if (!isShown(current())) return;
  set((s) => ({ ...s, story: { ...s.story, ...found } }));
  storyTimer = setTimeout(() => loadStory(studentId), STORY_EVERY_MS);
}

export const leaveStory = () => clearTimeout(storyTimer);
