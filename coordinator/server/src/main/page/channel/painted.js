/** Resolves when what was just drawn is on the screen; at once where nothing is painted, as in a hidden tab. */
export const painted = () =>
  new Promise((done) => (document.hidden ? done() : requestAnimationFrame(() => setTimeout(done))));
