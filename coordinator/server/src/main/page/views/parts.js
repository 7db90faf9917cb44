// Small pieces that several views share.

import { html, nothing } from "../libraries.js";
import { bestHelp, evidence } from "../model/helped.js";
import { say } from "../words/say.js";
import { ago } from "../words/times.js";
import { advice, categoryWord, levelSign, levelWord, reasonText, trendWord } from "../words/wording.js";

/** Colour, sign and word: never colour alone. */
export const levelChip = (level) =>
  html`<span class="chip level-${level}"><span class="sign" aria-hidden="true">${levelSign(level)}</span> ${levelWord(level)}</span>`;

export const reasonList = (reasons, most = 3) =>
  html`<ul class="reasons">
    ${(reasons ?? []).slice(0, most).map((reason) => html`<li dir="auto">${reasonText(reason)}</li>`)}
  </ul>`;

export const sinceWhen = (it, time) =>
  html`<p class="since">
    ${it.trend
      ? say("since.trend", { time: ago(it.since, time), trend: trendWord(it.trend) })
      : say("since", { time: ago(it.since, time) })}
  </p>`;

/** Advice for the strongest signal alone, where there is little room. */
export const helpsInShort = (alert) =>
  html`<p class="helps">
    <span class="for-screen-readers">${say("card.helps")}:</span> <span class="arrow" aria-hidden="true">→</span> ${advice(alert)}
  </p>`;

/** The same, and what was seen to work in this class. */
export function whatHelps(alert, state) {
  const best = bestHelp(evidence(state.interventions, state.alerts, state.now));
  return html`<p class="helps">
    <strong>${say("card.helps")}:</strong> ${advice(alert)}
    ${best
      ? html`<span class="evidence"
          >${say("advice.evidence", { category: categoryWord(best.category), helped: best.helped, n: best.n })}</span
        >`
      : nothing}
  </p>`;
}
