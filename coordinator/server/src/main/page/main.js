// Puts the page together: read top to bottom, it is the map of the house.

import { allowNotifications, chime } from "./channel/attention.js";
import { forgetToken, storeToken, takeTokenFromLink, whoAmI } from "./channel/identity.js";
import { readSettings, writeSettings } from "./channel/memory.js";
import { painted } from "./channel/painted.js";
import { server } from "./channel/server.js";
import { beginActing, doAct, undo } from "./control/acting.js";
import { beginAdministering, chooseStatus, leaveAdmin, openAdmin, retryAll, retryTask, showMore, turnQueue } from "./control/administering.js";
import { beginWatching, leaveClassroom, openClassroom, refresh, retryNow } from "./control/classroom.js";
import { focusAgain, focusCard, focusForm, focusHeading, placeOf, showDialog } from "./control/focus.js";
import { beginReading, leaveStory, loadDay, loadStory, today } from "./control/history.js";
import { beginKeyboard } from "./control/keyboard.js";
import { current, onChange, set } from "./control/store.js";
import { render } from "./libraries.js";
import "./charts/story-chart.js";
import "./charts/trend.js";
import { idsOf, isPlacedAs, place } from "./model/placing.js";
import { sections } from "./model/overview.js";
import { parseRoute } from "./model/route.js";
import { initialState } from "./model/state.js";
import { page } from "./views/shell.js";
import { LANGUAGES, preferredLanguage, say, useLanguage } from "./words/say.js";

const START_AGAIN_MS = 5_000;
const HOLD_MS = 4_000;

const root = document.getElementById("page");
const isDemo = new URLSearchParams(location.search).has("demo");
const languageNames = {};
let backend = null;
let heldUntil = 0;

const act = {
  signIn(event) {
    event.preventDefault();
    storeToken(new FormData(event.target).get("token"));
    // from the beginning, for it may be another teacher
    location.reload();
  },
  chooseClassroom(classroomId) {
    const query = new URLSearchParams(location.search);
    query.set("classroom", classroomId);
    history.replaceState(null, "", `?${query}#/`);
    openClassroom(classroomId);
    showRoute();
  },
  acknowledge: (alert) => doAct("acknowledge", alert),
  resolve: (alert) => doAct("resolve", alert),
  snooze: (alert, seconds) => doAct("snooze", alert, { seconds }),
  helped: (it, details) => doAct("help", it, details),
  undo,
  openForm: (key, kind) => set({ form: { key, kind } }),
  closeForm: () => set({ form: null }),
  filter: (filter) => set({ filter }),
  hold: () => (heldUntil = Date.now() + HOLD_MS),
  sortNow() {
    heldUntil = 0;
    placeStudents();
  },
  open(dialog) {
    set({ dialog });
    // without a network their short names stand
    if (dialog === "settings") nameLanguages().then(() => set((s) => ({ ...s })), () => {});
  },
  closeDialog: () => set({ dialog: null }),
  async choose(choice) {
    set((s) => ({ ...s, settings: { ...s.settings, ...choice } }));
    writeSettings(current().settings);
    if (choice.language) {
      await speak(choice.language);
      set((s) => ({ ...s }));
    }
  },
  async chooseNotify(on) {
    act.choose({ notify: on && (await allowNotifications()) });
    set((s) => ({ ...s }));
  },
  chime,
  languageName: (name) => languageNames[name] ?? name,
  dismissGap: () => set({ isGap: false }),
  retryNow,
  loadDay,
  today,
  go: (address) => (location.hash = address),
  skip(event) {
    event.preventDefault();
    document.getElementById("main").focus();
  },
  chooseStatus,
  showMore,
  turnQueue,
  retryTask,
  retryAll,
};

async function messagesOf(language) {
  const response = await fetch(`messages/${language}.json`);
  const messages = await response.json();
  languageNames[language] = messages["language.name"];
  return messages;
}

async function speak(language) {
  useLanguage(language, await messagesOf(language));
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES[language];
}

/** The names of the languages in themselves, for the settings. */
const nameLanguages = () => Promise.all(Object.keys(LANGUAGES).filter((it) => !(it in languageNames)).map(messagesOf));

function placeStudents() {
  const state = current();
  if (!state.students.length) return;
  const placed = place(state.placed, idsOf(sections(state)), Date.now() < heldUntil);
  if (!state.placed || !isPlacedAs(placed, state.placed)) set({ placed });
}

/** @param also what else is new, to be drawn with it */
function showRoute(also = {}) {
  const route = parseRoute(location.hash);
  const before = current().route;
  set({ route, form: null, ...also });
  if (route.view !== "student") leaveStory();
  if (route.view !== "admin") leaveAdmin();
  if (route.view === "student") loadStory(route.studentId);
  if (route.view === "history") loadDay(route.day ?? today());
  if (route.view === "admin" && backend.sessions) openAdmin();
  titled();
  if (before.view === route.view && before.studentId === route.studentId) return;
  // who comes back from a story goes on where they were
  if (before.view !== "student" || !focusCard({ student: before.studentId })) focusHeading();
}

function titled() {
  const { classrooms, classroomId, route } = current();
  const name = classrooms.find((it) => it.classroom_id === classroomId)?.name ?? say("app.name");
  const view = route.view === "student" ? route.studentId : say(`nav.${route.view}`);
  document.title = say("app.title", { view, class: name });
}

async function signedOut() {
  forgetToken();
  leaveClassroom();
  set({ phase: "sign-in" });
  await speaking;
  set({ problem: say("sign-in.expired") });
}

async function start() {
  if (!isDemo && !takeTokenFromLink()) return set({ phase: "sign-in" });
  set({ me: isDemo ? { subject: "demo", roles: ["teacher"] } : whoAmI() });
  try {
    // a link names its class: nobody waits for the list of all
    const wanted = new URLSearchParams(location.search).get("classroom");
    const chosen = wanted ?? mostUrgent(await backend.classrooms())?.classroom_id;
    beginOnce();
    if (chosen) await openClassroom(chosen);
    if (current().phase === "sign-in") return;
    await speaking;
    showRoute({ phase: "ready" });
  } catch (error) {
    if (error.status === 401) return signedOut();
    if (error.status === undefined) throw error;
    await speaking;
    set({ problem: say("problem.start") });
    setTimeout(start, START_AGAIN_MS);
  }
}

const mostUrgent = (classrooms) =>
  [...classrooms].sort((a, b) => (b.open_alert_count ?? 0) - (a.open_alert_count ?? 0))[0];

let hasBegun = false;
function beginOnce() {
  if (hasBegun) return;
  hasBegun = true;
  beginActing(backend, refresh);
  addEventListener("hashchange", () => showRoute());
  beginKeyboard(act);
  setInterval(() => {
    set({ now: Date.now() });
    placeStudents();
  }, 1_000);
}

onChange((state, before) => {
  if (!canSpeak) return;
  if (state.students !== before.students || state.alerts !== before.alerts || state.outbox !== before.outbox) placeStudents();
  draw();
});

/** What is on the screen. */
let drawn = null;

function draw() {
  const state = current();
  if (state === drawn) return;
  const before = drawn;
  drawn = state;
  const place = placeOf(document.activeElement);
  render(page(state, act), root);
  if (state.form && state.form !== before?.form) focusForm();
  else focusAgain(place);
  if (state.dialog && state.dialog !== before?.dialog) showDialog();
  if (!isShown && (state.isRead || !state.classroomId) && state.phase === "ready") shown();
}

/** A teacher can begin to use the page as soon as it is painted: the tests measure when. */
async function shown() {
  isShown = true;
  await painted();
  performance.mark("gaia.first-view");
  set({ isWhole: true });
  await painted();
  root.classList.add("whole");
}

const settings = readSettings();
// the words are asked for beside the class; nothing is drawn before they are there
let canSpeak = false;
let isShown = false;
const speaking = speak(preferredLanguage(settings.language, navigator.languages)).then(() => {
  canSpeak = true;
  set((s) => ({ ...s }));
});
backend = isDemo ? (await import("./demo/backend.js")).demo : server;
set(() => ({ ...initialState(settings), isDemo, now: Date.now() }));
beginWatching(backend, signedOut);
beginReading(backend);
beginAdministering(backend);
start();
