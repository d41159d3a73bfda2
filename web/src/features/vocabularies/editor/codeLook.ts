import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** How the parts of a file are highlighted. */
export const highlighting = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--ink)", fontWeight: "600" },
  { tag: tags.string, color: "var(--stage-green)" },
  { tag: tags.number, color: "var(--stage-plum)" },
  { tag: tags.atom, color: "var(--accent)", fontWeight: "700" },
  { tag: tags.bracket, color: "var(--soft)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

/** The look of the text field: the colours of the page, problems underlined and marked at the side. */
export const look = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--raised)", color: "var(--ink)", fontSize: "0.8125rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", paddingBlock: "0.5rem" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--soft)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { paddingInline: "0.25rem 0.5rem", minWidth: "2.25rem" },
  ".cm-gutter-lint": { width: "1.25rem" },
  "&.cm-focused .cm-activeLine, .cm-activeLine": { backgroundColor: "var(--hover)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--hover)", color: "var(--ink)" },
  "&.cm-focused .cm-cursor": { borderInlineStartColor: "var(--ink)" },
  "& .cm-scroller .cm-selectionBackground, &.cm-focused .cm-scroller .cm-selectionLayer .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 28%, transparent)",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    paddingBottom: "0",
    textDecoration: "underline wavy var(--bad)",
    textUnderlineOffset: "0.2em",
  },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--bad)" },
  ".cm-lint-marker-error": {
    content: "none",
    width: "0.625rem",
    height: "0.625rem",
    margin: "0.375rem 0.25rem",
    borderRadius: "50%",
    backgroundColor: "var(--bad)",
  },
  ".cm-tooltip": {
    maxWidth: "min(30rem, 90vw)",
    border: "1px solid var(--line-strong)",
    borderRadius: "0.5rem",
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
  },
  ".cm-diagnostic-error": { borderInlineStart: "3px solid var(--bad)" },
});
