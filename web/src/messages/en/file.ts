/** Uploads. */
export const file = {
  "file.over": "Drop to import",
  "file.input": "File to import",
  "file.unsent.title": "Upload failed",
  "file.unsent.detail":
    "The connection was interrupted, or the file cannot be read: it may be open in another program, or a folder. Choose it again.",
  "file.refused.many.title": "One file at a time",
  "file.refused.many.detail":
    "Drop the first file now and the next one when it is done. Files that belong together are matched by their IDs.",
  "file.refused.empty.title": "This file is empty",
  "file.refused.empty.detail": "The file has no content. Export it again, or choose another file.",
  "file.refused.large.title": "This file is too large",
  "file.refused.large.detail":
    "Files can be up to 1 GiB. Split it into smaller files with the same header and import them one after the other.",
};
