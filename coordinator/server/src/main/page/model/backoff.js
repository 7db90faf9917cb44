// How long to wait before the next try: doubles up to a ceiling; the jitter spreads those who lost it together.

const FIRST_MS = 500;
const MAX_MS = 15_000;

/** @param random 0 to 1 */
export function backoff(failures, random) {
  const ceiling = Math.min(MAX_MS, FIRST_MS * 2 ** failures);
  return ceiling / 2 + (random * ceiling) / 2;
}
