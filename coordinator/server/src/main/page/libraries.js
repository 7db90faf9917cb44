// The one place that knows which web libraries the first view stands on.
export { html, nothing, render } from "lit-html";
export { repeat } from "lit-html/directives/repeat.js";
export { live } from "lit-html/directives/live.js";
