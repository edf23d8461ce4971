import { inputError } from "../../src/domain/errors.ts";
import { serveWorker } from "../../src/runtime/serve_worker.ts";

/** What the worker of the pool's tests is told to do. */
export interface TestTask {
  readonly kind: "double" | "refuse" | "die" | "wait";
  readonly value: number;
}

export interface TestSetup {
  /** Set-up fails. */
  readonly broken: boolean;
  /** A file that a line is added to for each set-up, task and release. */
  readonly diary: string;
}

let diary = "";

function note(text: string): void {
  if (diary !== "") Deno.writeTextFileSync(diary, `${text}\n`, { append: true });
}

serveWorker<TestSetup, string, TestTask, number>({
  setup(setup) {
    diary = setup.diary;
    note("setup");
    if (setup.broken) throw inputError("TEST_BROKEN", { what: "it is broken", remedy: "Mend it" });
    return Promise.resolve("ready");
  },
  async work({ kind, value }, { signal, note: tell }) {
    note(`${kind} ${value}`);
    tell(`${kind} begun`);
    if (kind === "refuse") throw inputError("TEST_REFUSED", { what: "no", remedy: "Ask else" });
    if (kind === "die") {
      setTimeout(() => {
        throw new Error("dying");
      });
      await new Promise(() => {}); // never answers
    }
    if (kind === "wait") await new Promise((resolve) => signal.addEventListener("abort", resolve));
    return value * 2;
  },
  release() {
    note("release");
    return Promise.resolve();
  },
});
