/** A value in a mapping's text. */
export type TomlValue = string | number | boolean | TomlValue[] | TomlTable;

export interface TomlTable {
  [name: string]: TomlValue;
}

/** The text is not TOML, so it can only be corrected as text. */
export class TomlProblem extends Error {
  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
  }
}

const ESCAPES: Record<string, string> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\u001b", '"': '"', "\\": "\\" };

// A column may be called like something that every object has.
const table = (): TomlTable => Object.create(null) as TomlTable;
const isTable = (value: TomlValue | undefined): value is TomlTable => typeof value === "object" && !Array.isArray(value);

/** Reads as much of TOML as a mapping can use: strings, booleans, numbers, lists, tables of every form. */
class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): TomlTable {
    const top = table();
    let into = top;
    for (this.skip(true); this.at < this.text.length; this.skip(true)) {
      if (this.take("[[")) into = this.header(top, "]]");
      else if (this.take("[")) into = this.header(top, "]");
      else this.entry(into);
      this.skip(false);
      if (this.at < this.text.length && this.text[this.at] !== "\n") throw this.problem("unexpected text at the end of the line");
    }
    return top;
  }

  private header(top: TomlTable, close: "]" | "]]"): TomlTable {
    const path = this.path();
    if (!this.take(close)) throw this.problem(`expected ${close}`);
    const last = path.pop() ?? "";
    const parent = path.reduce((inside, name) => this.inner(inside, name), top);
    if (close === "]") return this.inner(parent, last);
    const list = (parent[last] ??= []);
    if (!Array.isArray(list)) throw this.problem(`“${last}” is not a list of tables`);
    const created = table();
    list.push(created);
    return created;
  }

  /** The table of that name, created if there is none; of a list of tables the last. */
  private inner(parent: TomlTable, name: string): TomlTable {
    const found = (parent[name] ??= table());
    const inner = Array.isArray(found) ? found.at(-1) : found;
    if (!isTable(inner)) throw this.problem(`“${name}” is not a table`);
    return inner;
  }

  private entry(into: TomlTable) {
    const path = this.path();
    const last = path.pop() ?? "";
    const parent = path.reduce((inside, name) => this.inner(inside, name), into);
    if (last in parent) throw this.problem(`“${last}” is defined twice`);
    this.expect("=");
    parent[last] = this.value();
  }

  private path(): string[] {
    const names: string[] = [];
    do {
      this.skip(false);
      names.push(this.name());
      this.skip(false);
    } while (this.take("."));
    return names;
  }

  private name(): string {
    if (/["']/.test(this.text[this.at] ?? "")) return this.quoted();
    const [bare = ""] = /^[\w-]*/.exec(this.text.slice(this.at, this.at + 200)) ?? [];
    if (bare === "") throw this.problem("expected a name");
    this.at += bare.length;
    return bare;
  }

  private value(): TomlValue {
    this.skip(false);
    if (/["']/.test(this.text[this.at] ?? "")) return this.quoted();
    if (this.take("[")) return this.list();
    if (this.take("{")) return this.inline();
    const [word = ""] = /^[^\s,\]}#]*/.exec(this.text.slice(this.at)) ?? [];
    if (word === "true" || word === "false") {
      this.at += word.length;
      return word === "true";
    }
    if (!/^[+-]?\d[\d_]*(\.\d+)?$/.test(word)) throw this.problem("expected text in quotation marks");
    this.at += word.length;
    return Number(word.replaceAll("_", ""));
  }

  private list(): TomlValue[] {
    const items: TomlValue[] = [];
    for (this.skip(true); !this.take("]"); this.skip(true)) {
      items.push(this.value());
      this.skip(true);
      if (!this.take(",") && this.text[this.at] !== "]") throw this.problem("expected a comma");
    }
    return items;
  }

  private inline(): TomlTable {
    const created = table();
    for (this.skip(true); !this.take("}"); this.skip(true)) {
      this.entry(created);
      this.skip(true);
      if (!this.take(",") && this.text[this.at] !== "}") throw this.problem("expected a comma");
    }
    return created;
  }

  private quoted(): string {
    const [mark = '"'] = this.text.slice(this.at);
    const long = mark.repeat(3);
    const isLong = this.text.startsWith(long, this.at);
    const end = isLong ? long : mark;
    this.at += end.length;
    if (isLong && !this.take("\r\n")) this.take("\n");
    let read = "";
    while (!this.take(end)) {
      const letter = this.text[this.at];
      if (letter === undefined || (letter === "\n" && !isLong)) throw this.problem("a quotation mark is not closed");
      this.at += 1;
      read += letter === "\\" && mark === '"' ? this.escaped() : letter;
    }
    return read;
  }

  private escaped(): string {
    const rest = this.text.slice(this.at, this.at + 9);
    const [code, long, short] = /^(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4}))/.exec(rest) ?? [];
    const [blank] = /^[ \t]*\r?\n\s*/.exec(this.text.slice(this.at)) ?? [];
    const plain = ESCAPES[rest[0] ?? ""];
    if (code === undefined && blank === undefined && plain === undefined) throw this.problem("unknown character after the backslash");
    this.at += code?.length ?? blank?.length ?? 1;
    return code ? String.fromCodePoint(Number.parseInt(long ?? short ?? "0", 16)) : (plain ?? "");
  }

  /** Skips blanks and comments, and line ends too on request. */
  private skip(lines: boolean) {
    const pattern = lines ? /(?:\s|#[^\n]*)*/y : /(?:[ \t\r]|#[^\n]*)*/y;
    pattern.lastIndex = this.at;
    pattern.exec(this.text);
    this.at = pattern.lastIndex;
  }

  private take(sign: string): boolean {
    const isThere = this.text.startsWith(sign, this.at);
    if (isThere) this.at += sign.length;
    return isThere;
  }

  private expect(sign: string) {
    if (!this.take(sign)) throw this.problem(`expected ${sign}`);
  }

  private problem(message: string): TomlProblem {
    const before = this.text.slice(0, this.at).split("\n");
    return new TomlProblem(message, before.length, (before.at(-1)?.length ?? 0) + 1);
  }
}

/** The text as tables. */
export const readToml = (text: string): TomlTable => new Reader(text).whole();
