import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { toml } from "@codemirror/legacy-modes/mode/toml";
import { type Diagnostic, lintGutter, nextDiagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Text } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { nonce } from "@/shell/nonce";
import type { TextProblem } from "../problems";
import { highlighting, look } from "./codeLook";
import { added, ruleAt } from "./ruleEdit";

interface Options {
  parent: HTMLElement;
  text: string;
  /** The label of the field, and the id of its description. */
  label: string;
  hint: string;
  changed: (text: string) => void;
  /** Ctrl or ⌘ with Enter. */
  run: () => void;
}

/** Builds the text field. Tab leaves the field, as everywhere else on the page. */
export function codeEditor({ parent, text, label, hint, changed, run }: Options): EditorView {
  const running = { key: "Mod-Enter", run: () => (run(), true) };
  const state = EditorState.create({
    doc: text,
    extensions: [
      EditorView.cspNonce.of(nonce),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": hint, spellcheck: "false", tabindex: "0" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
      }),
      lintGutter(),
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      StreamLanguage.define(toml),
      syntaxHighlighting(highlighting),
      keymap.of([running, { key: "F8", run: nextDiagnostic }, ...defaultKeymap, ...historyKeymap]),
      look,
    ],
  });
  return new EditorView({ state, parent });
}

/** Where a line and a column are in a text that may have changed since. */
function placeOf(text: Text, line: number, column: number): number {
  const { from, to } = text.line(Math.min(Math.max(line, 1), text.lines));
  return Math.min(from + column - 1, to);
}

/** The end of the word that begins there, so that something can be underlined. */
function wordEnd(text: Text, from: number): number {
  const { to } = text.lineAt(from);
  const word = /^[\w.]+|^\S+/.exec(text.sliceString(from, to));
  return Math.min(to, from + (word?.[0].length ?? 1));
}

/** Marks problems at their places. */
export function mark(view: EditorView, problems: TextProblem[]) {
  const { doc } = view.state;
  const diagnostics: Diagnostic[] = problems.map(({ line, column, message }) => {
    const from = placeOf(doc, line, column);
    return { from, to: wordEnd(doc, from), severity: "error", message };
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

function goToPlace(view: EditorView, place: number) {
  view.dispatch({ selection: { anchor: place }, effects: EditorView.scrollIntoView(place, { y: "center" }) });
  view.focus();
}

/** Goes to a place in the text. */
export function goTo(view: EditorView, line: number, column: number) {
  goToPlace(view, placeOf(view.state.doc, line, column));
}

/** Goes to the end of a stage's rule. */
export function goToRule(view: EditorView, stage: string) {
  const rule = ruleAt(view.state.doc.toString(), stage);
  if (rule) goToPlace(view, rule.to);
}

/** Adds to the rule at the cursor. */
export function addToRule(view: EditorView, what: string) {
  const { doc, selection } = view.state;
  const change = added(doc.toString(), selection.main.head, what);
  if (!change) return;
  const { from, to, insert, cursor } = change;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: cursor }, scrollIntoView: true });
  view.focus();
}

/** Replaces the whole text, as one undoable step. */
export function replaceAll(view: EditorView, text: string) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}
