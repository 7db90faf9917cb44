// Short messages at the foot of the page that go by themselves.

import { current, set } from "./store.js";

const SHOWN_MS = 6_000;
let count = 0;

/** @param actId of the act that can be undone from it */
export function toast(text, { actId = null, forMs = SHOWN_MS } = {}) {
  const id = ++count;
  set((s) => ({ ...s, toasts: [...s.toasts.filter((other) => !actId || other.actId !== actId), { id, text, actId }].slice(-4) }));
  setTimeout(() => dropToast(id), forMs);
}

export const dropToast = (id) => set((s) => ({ ...s, toasts: s.toasts.filter((it) => it.id !== id) }));

export const dropToastOf = (actId) =>
  current().toasts.filter((it) => it.actId === actId).forEach((it) => dropToast(it.id));
