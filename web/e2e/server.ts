import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The initial data of a server: nothing, or a sample company. */
export type Data = "empty" | "sample";

const BINARY = resolve(process.env.CASEBOOK_BINARY ?? "../target/debug/casebook");
const SAMPLE_PARTIES = Number(process.env.CASEBOOK_SAMPLE ?? 600);
/** An existing sample company; used unchanged, since it may be too large to be copied. */
const LARGE_SAMPLE = process.env.CASEBOOK_SAMPLE_FILE;

const folders = new Set<string>();

// However a worker ends: what its last test left is cleaned up here.
process.on("exit", () => folders.forEach(forget));

/** A folder that is removed with the worker. */
function folderOf(what: "sample" | "e2e"): string {
  const folder = mkdtempSync(join(tmpdir(), `casebook-${what}-`));
  folders.add(folder);
  return folder;
}

function forget(folder: string) {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

let sample: string | undefined;

/** A sample company, created once and copied for each server. */
function sampleFile(): string {
  if (!sample) {
    const file = join(folderOf("sample"), "sample.db");
    const url = `sqlite:${file}`;
    execFileSync(BINARY, ["demo", "--parties", String(SAMPLE_PARTIES), "--seed", "1", "--database", url], { stdio: "ignore" });
    sample = file;
  }
  return sample;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}

/** A server of its own on a database of its own. */
export class Server {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly file: string,
    private readonly port: number,
  ) {}

  static async start(data: Data): Promise<Server> {
    if (!existsSync(BINARY)) throw new Error(`there is no ${BINARY}; build it with \`cargo build --bin casebook\``);
    const folder = folderOf("e2e");
    const isLarge = data === "sample" && LARGE_SAMPLE !== undefined;
    const file = isLarge ? LARGE_SAMPLE : join(folder, "casebook.db");
    if (data === "sample" && !isLarge) copyFileSync(sampleFile(), file);
    const server = new Server(folder, file, await freePort());
    await server.resume();
    if (isLarge) await server.untilLoaded();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get database(): string {
    return `sqlite:${this.file}`;
  }

  /** Runs a command on the same database, and returns its line of JSON. */
  shell(...command: string[]): unknown {
    const out = execFileSync(BINARY, [...command, "--json", "--database", this.database], { encoding: "utf8" });
    return JSON.parse(out.trim().split("\n").at(-1) ?? "null");
  }

  /** Starts the server, again if it was paused. */
  async resume(): Promise<void> {
    const listen = `127.0.0.1:${this.port}`;
    this.process = spawn(BINARY, ["serve", "--listen", listen, "--database", this.database], { stdio: "ignore" });
    const until = Date.now() + 20_000;
    while (!(await this.answers())) {
      if (Date.now() > until) throw new Error("the server does not answer");
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  /** Waits until lists are answered from memory; until the index is loaded, they are refused after some seconds. */
  private async untilLoaded(): Promise<void> {
    const until = Date.now() + 180_000;
    while (!(await this.answers("/api/v1/parties?limit=1"))) {
      if (Date.now() > until) throw new Error("the server does not answer with a list");
      await new Promise((done) => setTimeout(done, 500));
    }
  }

  private async answers(path = "/api/v1/health"): Promise<boolean> {
    const response = await fetch(`${this.url}${path}`).catch(() => undefined);
    return response?.ok ?? false;
  }

  /** Stops the server and keeps its data. */
  async pause(): Promise<void> {
    const running = this.process;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((done) => running.once("exit", done));
    running.kill("SIGKILL");
    await ended;
  }

  async stop(): Promise<void> {
    await this.pause();
    forget(this.folder);
  }
}
