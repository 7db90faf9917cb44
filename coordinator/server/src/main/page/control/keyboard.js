// Everything by keyboard: arrows move among cards, letters act on the one that has the focus.

import { address } from "../model/route.js";
import { isAdmin } from "../model/state.js";
import { current } from "./store.js";

const VIEWS = ["class", "alerts", "history", "admin"];
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
const ACTS = { a: "acknowledge", h: "help", s: "snooze", r: "resolve" };

/** @param act what can be done on the page */
export function beginKeyboard(act) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || current().dialog) return;
    if (move(event) || openStory(event)) return;
    if (!current().settings.shortcuts) return;
    const key = event.key.toLowerCase();
    if (actOnFocused(key) || chooseView(key)) event.preventDefault();
    else if (key === "u") act.undo();
    else if (key === "?") act.open("shortcuts");
  });
  document.addEventListener("focusin", (event) => rove(stopOf(event.target)));
}

const isTyping = (element) => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);

/** What the arrows move among: the cards, and the links of the small tiles. */
const stops = () => [...document.querySelectorAll("[data-roving] .card[tabindex], [data-roving] .tile > a")];
const stopOf = (element) => element.closest?.("[data-roving] .card[tabindex], [data-roving] .tile > a");

function move(event) {
  const from = stopOf(event.target);
  const isRow = getComputedStyle(document.documentElement).direction === "rtl" && /Left|Right/.test(event.key);
  const step = STEPS[event.key] * (isRow ? -1 : 1);
  if (!from || !step || event.target !== from) return false;
  const all = stops();
  const to = all[all.indexOf(from) + step];
  to?.focus();
  event.preventDefault();
  return true;
}

function openStory(event) {
  if (event.key !== "Enter" || !event.target.matches(".card[data-student]")) return false;
  location.hash = address({ view: "student", studentId: event.target.dataset.student });
  return true;
}

/** One stop a list for the Tab key: the one that had the focus last. */
function rove(stop) {
  const list = stop?.closest("[data-roving]");
  if (!list) return;
  for (const other of list.querySelectorAll(".card[tabindex], .tile > a")) other.tabIndex = other === stop ? 0 : -1;
}

/** Presses the button of the card that has the focus, or the only one of a story. */
function actOnFocused(key) {
  const card = document.activeElement?.closest(".card[data-student], .card[data-alert]");
  const button = ACTS[key] && card?.querySelector(`button[data-act="${ACTS[key]}"]`);
  button?.click();
  return Boolean(button);
}

function chooseView(key) {
  const view = VIEWS[Number(key) - 1];
  if (!view || (view === "admin" && !isAdmin(current()))) return false;
  location.hash = address({ view });
  return true;
}
