// Who is looking: the token of the teacher link, kept for this tab alone.

const TOKEN_KEY = "gaia.token";

/** Takes the token from the link's fragment once, so that it stays out of history and logs. */
export function takeTokenFromLink() {
  const match = location.hash.match(/token=([^&]+)/);
  if (match) {
    sessionStorage.setItem(TOKEN_KEY, decodeURIComponent(match[1]));
    history.replaceState(null, "", location.pathname + location.search);
  }
  return token();
}

export const token = () => sessionStorage.getItem(TOKEN_KEY);
export const storeToken = (text) => sessionStorage.setItem(TOKEN_KEY, text.trim());
export const forgetToken = () => sessionStorage.removeItem(TOKEN_KEY);

/** What the token says, only to show the right views: the server decides who may do what. */
export function whoAmI() {
  try {
    const payload = token().split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(payload), (c) => c.charCodeAt(0));
    const { sub, roles } = JSON.parse(new TextDecoder().decode(bytes));
    return { subject: sub ?? null, roles: Array.isArray(roles) ? roles : [] };
  } catch {
    return { subject: null, roles: [] };
  }
}
