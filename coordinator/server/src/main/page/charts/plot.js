// Loads the chart library when the first view is on the screen, so that it does not wait for charts.

import { painted } from "../channel/painted.js";

let loading = null;

export function plotLibrary() {
  loading ??= painted()
    .then(() => import("uplot/dist/uPlot.esm.js"))
    .then((library) => library.default);
  return loading;
}

export const seconds = (instant) => Date.parse(instant) / 1000;

/** A colour of the style sheet, read when it is drawn, so that it follows light and dark. */
export const colour = (element, name) => () => getComputedStyle(element).getPropertyValue(name).trim();

const dark = matchMedia("(prefers-color-scheme: dark)");
export const onColoursChange = (listener) => {
  dark.addEventListener("change", listener);
  return () => dark.removeEventListener("change", listener);
};
