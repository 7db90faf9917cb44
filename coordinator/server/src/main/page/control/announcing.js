// Speaks to screen readers: when there is a pause, or at once for what cannot wait.

const TOGETHER_MS = 1_000;
let waiting = [];
let timer = null;

export function announce(text, isUrgent = false) {
  if (isUrgent) {
    document.getElementById("announcer-urgent").textContent = text;
    return;
  }
  waiting.push(text);
  timer ??= setTimeout(() => {
    document.getElementById("announcer").textContent = waiting.slice(-3).join(". ");
    waiting = [];
    timer = null;
  }, TOGETHER_MS);
}
