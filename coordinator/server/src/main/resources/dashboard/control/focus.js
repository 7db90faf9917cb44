// Where the focus goes when what had it is gone or another view is shown.

/** After a view has changed: to its heading, so that a screen reader says where one is. */
export function focusHeading() {
  const heading = document.querySelector("main h1[tabindex]") ?? document.getElementById("main");
  heading?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** A form that opened begins with its first field. */
export const focusForm = () => document.querySelector(".inline-form select, .inline-form .primary")?.focus();

export const cardOf = (element) => {
  const card = element?.closest?.(".card[data-student], .card[data-alert]");
  return card ? { student: card.dataset.student, alert: card.dataset.alert } : null;
};

/** Back to the card that was acted on; it may stand elsewhere now, or be a small tile. */
export function focusCard(was) {
  if (!was || (document.activeElement !== document.body && document.activeElement !== null)) return;
  const find = (name, value) => value && document.querySelector(`main [data-${name}="${CSS.escape(value)}"]`);
  const card = find("student", was.student) ?? find("alert", was.alert) ?? document.querySelector("[data-roving] [tabindex='0']");
  (card ?? document.getElementById("main"))?.focus({ preventScroll: false });
}

export function showDialog() {
  const dialog = document.querySelector("dialog.panel");
  if (dialog && !dialog.open) dialog.showModal();
}
