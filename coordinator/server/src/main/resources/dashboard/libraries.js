// The one place that knows where the web libraries of the class path are served, and their versions.
export { html, nothing, render } from "/lib/_static/lit-html/3.3.1/lit-html.js";
export { repeat } from "/lib/_static/lit-html/3.3.1/directives/repeat.js";
export { live } from "/lib/_static/lit-html/3.3.1/directives/live.js";
