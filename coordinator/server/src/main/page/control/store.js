// The one state of the page, and who is told when it changes.

import { initialState } from "../model/state.js";

let state = initialState({});
let listeners = [];

export const current = () => state;
export const onChange = (listener) => (listeners = [...listeners, listener]);

/** @param change fields to set, or a function from the old state to the new one */
export function set(change) {
  const next = typeof change === "function" ? change(state) : { ...state, ...change };
  if (next === state) return;
  const before = state;
  state = next;
  listeners.forEach((listener) => listener(state, before));
}
