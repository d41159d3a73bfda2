/** A file on its way to the server. */
export const file = {
  "file.over": "Let go to import this file",
  "file.input": "The file to import",
  "file.unsent.title": "The file did not arrive",
  "file.unsent.detail": "The connection broke off, or the file cannot be read (is it open elsewhere, or a folder?). Choose it again.",
  "file.refused.many.title": "One file at a time",
  "file.refused.many.detail": "Drop the first file, and the next one when it is done. Files that belong together find each other by their ids.",
  "file.refused.empty.title": "This file is empty",
  "file.refused.empty.detail": "There is not a single byte in it. Export it again and look whether it has rows, or choose another file.",
  "file.refused.large.title": "This file is too large",
  "file.refused.large.detail": "A file has at most 1 GiB. Split it into several files with the same header, and import one after the other.",
};
