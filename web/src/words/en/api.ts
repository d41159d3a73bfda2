/** What went wrong, where the server did not say it itself. */
export const api = {
  "api.part.title": "A part of the page did not arrive",
  "api.part.detail": "Casebook does not answer, or was renewed since this page was opened. Try again: the page is loaded anew, at the same place.",
  "api.offline.title": "Casebook does not answer",
  "api.offline.detail":
    "The server on this machine may have stopped. Start it again with “casebook serve”; this page tries again by itself.",
  "api.unreadable.title": "The answer could not be read",
  "api.unreadable.detail": "The server answered with status {status}, but not in a form that this page knows. Load the page anew.",
  "api.stale.title": "Somebody changed this meanwhile",
  "api.stale.detail": "It has been loaded again; look at it and repeat your change if it is still wanted.",
  "api.request": "Request {id}",
  "api.lost": "Not connected. Trying again…",
  "api.back": "Connected again",
};
