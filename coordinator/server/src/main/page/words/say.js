// Speaks from a message file: plural forms and numbers as the language has them. No text stands in code.

let messages = {};
let language = "en";
let plurals = new Intl.PluralRules("en");
let numbers = new Intl.NumberFormat("en");

/** Languages that have a message file, with the direction they are written in. */
export const LANGUAGES = { en: "ltr", ar: "rtl" };

export function useLanguage(name, texts) {
  language = name;
  messages = texts;
  plurals = new Intl.PluralRules(name);
  numbers = new Intl.NumberFormat(name);
}

export const spokenLanguage = () => language;
export const knows = (key) => key in messages;
export const number = (n) => (typeof n === "number" ? numbers.format(n) : n);

/** @param values fill the {holes}; `n` also chooses the plural form */
export function say(key, values = {}) {
  const message = messages[key];
  if (message === undefined) return key;
  const text = typeof message === "string" ? message : (message[plurals.select(values.n)] ?? message.other);
  return text.replace(/\{([\w-]+)\}/g, (hole, name) => (name in values ? number(values[name]) : hole));
}

/** The language to begin with: the one that was chosen, else the first of the browser's that is known. */
export const preferredLanguage = (chosen, browsers) =>
  [chosen, ...browsers.map((tag) => tag.split("-")[0])].find((name) => name in LANGUAGES) ?? "en";
