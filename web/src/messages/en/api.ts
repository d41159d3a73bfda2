/** Errors that the server did not describe itself. */
export const api = {
  "api.part.title": "Part of this page could not be loaded",
  "api.part.detail":
    "Casebook is not responding, or was updated after you opened this page. Try again to reload the page where you are.",
  "api.offline.title": "Casebook is not responding",
  "api.offline.detail":
    "The server may have stopped. Start it again with “casebook serve”. This page reconnects by itself.",
  "api.unreadable.title": "Unexpected response",
  "api.unreadable.detail":
    "The server answered with status {status} in a form that this page does not understand. Reload the page.",
  "api.stale.title": "Someone else changed this",
  "api.stale.detail": "The current version has been loaded. Check it, then make your change again if you still want it.",
  "api.kept.title": "Not undone",
  "api.kept.detail": "It was changed again since. Look at what it is now, and change it by hand if you still want to.",
  "api.request": "Request {id}",
  "api.lost": "Connection lost. Reconnecting…",
  "api.back": "Connected again",
};
