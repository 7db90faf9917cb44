// Where the focus goes when what had it is gone or another view is shown.

/** After a view has changed: to its heading, so that a screen reader says where one is. */
export function focusHeading() {
  toHeading();
  scrollTo(0, 0);
}

function toHeading() {
  const heading = document.querySelector("main h1[tabindex]") ?? document.getElementById("main");
  heading?.focus({ preventScroll: true });
}

/** A form that opened begins with its first field. */
export const focusForm = () => document.querySelector(".inline-form select, .inline-form .primary")?.focus();

/** What to come back to when the element that has the focus is drawn away. */
export function placeOf(element) {
  if (!element || element === document.body) return null;
  const card = element.closest(".card[data-student], .card[data-alert]");
  return {
    isHeading: element.matches("main, main h1"),
    student: card?.dataset.student ?? element.dataset.student,
    alert: card?.dataset.alert,
  };
}

/** Comes back after a drawing: to the same card, else to the next one, else to the heading. */
export function focusAgain(place) {
  if (!place || !isNowhere()) return;
  if (place.isHeading) return toHeading();
  if (focusCard(place)) return;
  document.querySelector("[data-roving] [tabindex='0']")?.focus();
  if (isNowhere()) toHeading();
}

const isNowhere = () => document.activeElement === document.body || document.activeElement === null;

/**
 * The card may stand elsewhere now, or be a small tile.
 * @return whether there was one that takes the focus
 */
export function focusCard({ student, alert }) {
  const find = (name, value) => value && document.querySelector(`main [data-${name}="${CSS.escape(value)}"]`);
  const card = find("student", student) ?? find("alert", alert);
  card?.focus();
  return Boolean(card) && document.activeElement === card;
}

export function showDialog() {
  const dialog = document.querySelector("dialog.panel");
  if (dialog && !dialog.open) dialog.showModal();
}
