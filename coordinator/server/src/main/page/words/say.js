// Speaks from a message file: plural forms and numbers as the language has them. No text stands in code.

let messages = {};
let language = "en";
// made when they are wanted: the first of a page takes a while
let plurals = null;
let numbers = null;

/** Languages that have a message file, with the direction they are written in. */
export const LANGUAGES = { en: "ltr", ar: "rtl" };

export function useLanguage(name, texts) {
  language = name;
  messages = texts;
  plurals = null;
  numbers = null;
}

export const spokenLanguage = () => language;
export const knows = (key) => key in messages;
export const number = (n) => (typeof n === "number" ? (numbers ??= new Intl.NumberFormat(language)).format(n) : n);
const pluralOf = (n) => (plurals ??= new Intl.PluralRules(language)).select(n);

/** @param values fill the {holes}; `n` also chooses the plural form */
export function say(key, values = {}) {
  const message = messages[key];
  if (message === undefined) return key;
  const text = typeof message === "string" ? message : (message[pluralOf(values.n)] ?? message.other);
  return text.replace(/\{([\w-]+)\}/g, (hole, name) => (name in values ? number(values[name]) : hole));
}

/** The language to begin with: the one that was chosen, else the first of the browser's that is known. */
export const preferredLanguage = (chosen, browsers) =>
  [chosen, ...browsers.map((tag) => tag.split("-")[0])].find((name) => name in LANGUAGES) ?? "en";
