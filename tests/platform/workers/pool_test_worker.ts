import { existsSync } from "node:fs";
import { inputError } from "../../../src/records/errors.ts";
import { systemClock } from "../../../src/platform/host/clock.ts";
import type { Activity } from "../../../src/platform/workers/activity.ts";
import type { IdleWorkers } from "../../../src/platform/workers/idle_workers.ts";
import { serveWorker } from "../../../src/platform/workers/serve_worker.ts";

/** What the worker of the pool's tests is told to do. */
export interface TestTask {
  readonly kind: "double" | "hang" | "refuse" | "die" | "wait" | TestPiece["kind"] | "leave pieces";
  readonly value: number;
}

/** A piece of a task named after it, which gives `value` of them away and answers with how many others did. */
export interface TestPiece {
  readonly kind: "share" | "share refused" | "share deadly" | "share slow";
}

export interface TestSetup {
  /** Set-up fails: always, or once a worker has died. */
  readonly broken: boolean | "after a death";
  /** A file that a line is added to for each set-up, task and release. */
  readonly diary: string;
  /** A file whose presence ends slow pieces. */
  readonly gate: string;
}

let diary = "";
let gate = "";
let others: IdleWorkers<TestPiece, string>;
let activity: Activity;

function note(text: string): void {
  if (diary !== "") Deno.writeTextFileSync(diary, `${text}\n`, { append: true });
}

/** Gives pieces of a task to whoever has none, once there is somebody. */
async function sharedOut({ kind, value }: TestTask): Promise<number> {
  others.requestHelp();
  while (!await others.hasRoom()) await systemClock.wait(5);
  const piece = { kind: kind === "leave pieces" ? "share slow" : kind } as TestPiece;
  const given = Array.from({ length: value }, () => others.give(piece));
  if (kind === "leave pieces") return value;
  if (kind === "share slow") others.takeBack();
  const done = await Promise.all(kind === "share slow" ? given.slice(1) : given);
  return done.filter((outcome) => outcome === `${piece.kind} helped`).length;
}

/** Waits for the test to end slow pieces. */
async function gateOpened(): Promise<void> {
  while (!await Deno.stat(gate).then(() => true, () => false)) await systemClock.wait(5);
}

/** Blocks this thread, as a network does, until the test opens the gate. */
function blockThread(): Promise<void> {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(gate)) Atomics.wait(cell, 0, 0, 5);
  return Promise.resolve();
}

function die(): Promise<never> {
  setTimeout(() => {
    throw new Error("dying");
  });
  return new Promise(() => {}); // never answers
}

serveWorker<TestSetup, string, TestTask, number, TestPiece, string>({
  setup(setup, tools) {
    ({ diary, gate } = setup);
    ({ others, activity } = tools);
    note("setup");
    const mourning = () => Deno.readTextFileSync(diary).includes("die ");
    if (setup.broken === true || (setup.broken && mourning())) {
      throw inputError("TEST_BROKEN", { what: "it is broken", remedy: "Repair it" });
    }
    return Promise.resolve("ready");
  },
  async work({ kind, value }, { signal, note: tell }) {
    note(`${kind} ${value}`);
    tell(`${kind} begun`);
    if (kind === "refuse") throw inputError("TEST_REFUSED", { what: "no", remedy: "Ask else" });
    if (kind === "die") await die();
    if (kind === "hang") await activity.during(blockThread);
    if (kind.startsWith("share") || kind === "leave pieces") {
      return await sharedOut({ kind, value });
    }
    if (kind === "wait") await new Promise((resolve) => signal.addEventListener("abort", resolve));
    return value * 2;
  },
  async help({ kind }) {
    note(`help ${kind}`);
    if (kind === "share refused") throw new Error("no");
    if (kind === "share deadly") await die();
    if (kind === "share slow") await gateOpened();
    return `${kind} helped`;
  },
  release() {
    note("release");
    return Promise.resolve();
  },
});
