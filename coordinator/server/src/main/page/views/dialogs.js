// Settings and the keyboard help.

import { html, live, nothing } from "../libraries.js";
import { LANGUAGES, say, spokenLanguage } from "../words/say.js";

const GRACE_SECONDS = [5, 10, 20];
const CALLS_PER_HOUR = [4, 12, 30, 0];

/** A modal dialog of the browser: it keeps the focus, Esc closes it, and the focus goes back. */
function dialog(name, state, act, content) {
  if (state.dialog !== name) return nothing;
  return html`<dialog class="panel" aria-labelledby="${name}-title" @close=${act.closeDialog} @click=${closeOutside}>
    <div class="panel-body">
      <h2 id="${name}-title" tabindex="-1" autofocus>${say(`${name}.title`)}</h2>
      ${content()}
      <form method="dialog" class="actions"><button class="primary">${say("act.close")}</button></form>
    </div>
  </dialog>`;
}

const closeOutside = (event) => event.target === event.currentTarget && event.currentTarget.close();

export const settingsDialog = (state, act) =>
  dialog("settings", state, act, () => {
    const { settings } = state;
    const isDenied = globalThis.Notification?.permission === "denied";
    return html`<div class="settings">
      <label class="field">
        ${say("settings.language")}
        <select .value=${live(spokenLanguage())} @change=${(e) => act.choose({ language: e.target.value })}>
          ${Object.keys(LANGUAGES).map(
            (name) => html`<option value=${name} lang=${name} ?selected=${name === spokenLanguage()}>
              ${act.languageName(name)}
            </option>`,
          )}
        </select>
      </label>
      <label class="field">
        ${say("settings.grace")}
        <select
          .value=${live(String(settings.graceSeconds))}
          @change=${(e) => act.choose({ graceSeconds: Number(e.target.value) })}
        >
          ${GRACE_SECONDS.map(
            (n) => html`<option value=${n} ?selected=${n === settings.graceSeconds}>${say("settings.grace-seconds", { n })}</option>`,
          )}
        </select>
      </label>
      <div class="field-row">
        ${checkbox("sound", settings.sound, (on) => act.choose({ sound: on }))}
        <button type="button" @click=${act.chime}>${say("settings.try-sound")}</button>
      </div>
      ${checkbox("notify", settings.notify, act.chooseNotify, isDenied)}
      ${isDenied ? html`<p class="hint">${say("settings.notify-denied")}</p>` : nothing}
      ${settings.sound || settings.notify ? callChoices(settings, act) : nothing}
      ${checkbox("shortcuts", settings.shortcuts, (on) => act.choose({ shortcuts: on }))}
    </div>`;
  });

/** When, and how often, a sound or a notification may come. */
const callChoices = (settings, act) =>
  html`<fieldset class="calls">
    <legend>${say("settings.quiet-hours")}</legend>
    <div class="field-row">
      ${time("quietFrom", "settings.quiet-from", settings, act)} ${time("quietUntil", "settings.quiet-until", settings, act)}
    </div>
    <label class="field">
      ${say("settings.calls")}
      <select .value=${live(String(settings.callsPerHour))} @change=${(e) => act.choose({ callsPerHour: Number(e.target.value) })}>
        ${CALLS_PER_HOUR.map(
          (n) => html`<option value=${n} ?selected=${n === settings.callsPerHour}>
            ${n === 0 ? say("settings.calls-any") : say("settings.calls-most", { n })}
          </option>`,
        )}
      </select>
    </label>
    <p class="hint">${say("settings.quiet-hint")}</p>
  </fieldset>`;

const time = (name, key, settings, act) =>
  html`<label class="field">
    ${say(key)} <input type="time" name=${name} .value=${live(settings[name])} @change=${(e) => act.choose({ [name]: e.target.value })} />
  </label>`;

const checkbox = (name, isOn, choose, isDisabled = false) =>
  html`<label class="check">
    <input type="checkbox" name=${name} .checked=${live(isOn)} ?disabled=${isDisabled} @change=${(e) => choose(e.target.checked)} />
    ${say(`settings.${name}`)}
  </label>`;

const KEYS = [
  ["shortcuts.arrows", "move"],
  ["shortcuts.enter", "open"],
  ["A", "acknowledge"],
  ["H", "help"],
  ["S", "snooze"],
  ["R", "resolve"],
  ["U", "undo"],
  ["1 – 4", "views"],
  ["?", "this"],
  ["shortcuts.escape", "close"],
];

export const shortcutsDialog = (state, act) =>
  dialog(
    "shortcuts",
    state,
    act,
    () => html`<dl class="keys">
        ${KEYS.map(
          ([key, what]) => html`<div>
            <dt><kbd>${key.startsWith("shortcuts.") ? say(key) : key}</kbd></dt>
            <dd>${say(`shortcuts.${what}`)}</dd>
          </div>`,
        )}
      </dl>
      <p class="hint">${say("shortcuts.note")}</p>`,
  );
