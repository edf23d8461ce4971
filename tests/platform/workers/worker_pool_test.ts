import assert from "node:assert/strict";
import { join } from "node:path";
import { AssayError } from "../../../src/records/errors.ts";
import { endThread, type PoolEvent, runPool } from "../../../src/platform/workers/worker_pool.ts";
import { inTemporaryFolder } from "../ffmpeg/made_video.ts";
import type { TestSetup, TestTask } from "./pool_test_worker.ts";

const url = new URL("./pool_test_worker.ts", import.meta.url);

type Event = PoolEvent<string, TestTask, number>;

/** Runs a test with a pool maker, a reader of what the pool's workers noted, and what ends slow pieces. */
async function withPool(
  test: (
    pool: (
      tasks: readonly TestTask[],
      options?: Partial<Pick<TestSetup, "broken">> & { workers?: number; signal?: AbortSignal },
    ) => AsyncGenerator<Event>,
    diary: () => string[],
    openGate: () => void,
  ) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const diary = join(folder, "diary");
    const gate = join(folder, "gate");
    await Deno.writeTextFile(diary, "");
    await test(
      (tasks, { workers = 1, broken = false, signal } = {}) =>
        runPool<TestSetup, string, TestTask, number>(tasks, {
          url,
          workers,
          setup: { broken, diary, gate },
          signal,
        }),
      () => Deno.readTextFileSync(diary).trim().split("\n"),
      () => Deno.writeTextFileSync(gate, ""),
    );
  });
}

function doubles(count: number): TestTask[] {
  return Array.from({ length: count }, (_, value) => ({ kind: "double", value }));
}

/** All events; slow pieces end once the task that they are of was answered. */
async function eventsWithGate(pool: AsyncIterable<Event>, openGate: () => void): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of pool) {
    events.push(event);
    if (event.kind === "answer" && event.task.kind !== "share") openGate();
  }
  return events;
}

function answers(events: readonly Event[]): number[] {
  return events.flatMap((event) => event.kind === "answer" ? [event.answer] : []);
}

Deno.test("every task is answered once, whatever the number of workers", () =>
  withPool(async (pool, diary) => {
    for (const workers of [1, 3]) {
      const events = await Array.fromAsync(pool(doubles(20), { workers }));
      const sorted = answers(events).toSorted((a, b) => a - b);
      assert.deepEqual(sorted, Array.from({ length: 20 }, (_, i) => i * 2));
      assert.equal(events.filter(({ kind }) => kind === "ready").length, workers);
    }
    assert.equal(diary().filter((line) => line === "release").length, 4);
  }));

Deno.test("notes of a worker come with their task, before its answer", () =>
  withPool(async (pool) => {
    const events = await Array.fromAsync(pool(doubles(2)));
    assert.deepEqual(events.map(({ kind }) => kind), [
      "ready",
      "started",
      "note",
      "answer",
      "started",
      "note",
      "answer",
    ]);
    const notes = events.flatMap((event) =>
      event.kind === "note" ? [[event.task.value, event.note]] : []
    );
    assert.deepEqual(notes, [[0, "double begun"], [1, "double begun"]]);
  }));

Deno.test("one worker answers in the order of the tasks", () =>
  withPool(async (pool) => {
    assert.deepEqual(answers(await Array.fromAsync(pool(doubles(5)))), [0, 2, 4, 6, 8]);
  }));

Deno.test("no more workers are started than there are tasks", () =>
  withPool(async (pool, diary) => {
    await Array.fromAsync(pool(doubles(2), { workers: 4 }));
    assert.equal(diary().filter((line) => line === "setup").length, 2);
    assert.deepEqual(await Array.fromAsync(pool([], { workers: 2 })), []);
  }));

Deno.test("a failed task is reported with its own error, and the others continue", () =>
  withPool(async (pool, diary) => {
    const refused: TestTask = { kind: "refuse", value: 7 };
    const events = await Array.fromAsync(pool([...doubles(1), refused, ...doubles(2)]));
    assert.deepEqual(answers(events), [0, 0, 2]);
    const failed = events.find((event) => event.kind === "failed");
    assert.deepEqual(failed?.task, refused);
    assert.ok(failed.error instanceof AssayError && failed.error.code === "TEST_REFUSED");
    assert.equal(diary().filter((line) => line === "setup").length, 1, "the worker was replaced");
  }));

Deno.test("a worker that dies fails its task and is replaced", () =>
  withPool(async (pool, diary) => {
    const events = await Array.fromAsync(
      pool([...doubles(1), { kind: "die", value: 1 }, ...doubles(3)]),
    );
    assert.deepEqual(answers(events), [0, 0, 2, 4]);
    const failed = events.find((event) => event.kind === "failed");
    assert.match(String(failed?.error), /died.*dying/);
    assert.equal(diary().filter((line) => line === "setup").length, 2);
    assert.equal(diary().at(-1), "release");
  }));

Deno.test("a failed set-up is the pool's error", () =>
  withPool(async (pool) => {
    await assert.rejects(
      () => Array.fromAsync(pool(doubles(9), { workers: 2, broken: true })),
      (error) => error instanceof AssayError && error.code === "TEST_BROKEN",
    );
  }));

Deno.test("a failed set-up ends the running tasks, too", () =>
  withPool(async (pool, diary) => {
    const tasks: TestTask[] = [{ kind: "wait", value: 1 }, { kind: "die", value: 2 }];
    await assert.rejects(
      () => Array.fromAsync(pool(tasks, { workers: 2, broken: "after a death" })),
      (error) => error instanceof AssayError && error.code === "TEST_BROKEN",
    );
    assert.equal(diary().filter((line) => line === "release").length, 2);
  }));

Deno.test("a worker without a task does pieces of another's task", () =>
  withPool(async (pool, diary) => {
    const tasks: TestTask[] = [{ kind: "share", value: 20 }, ...doubles(3)];
    const events = await Array.fromAsync(pool(tasks, { workers: 2 }));
    assert.deepEqual(answers(events).toSorted((a, b) => a - b), [0, 2, 4, 20]);
    assert.equal(diary().filter((line) => line === "help share").length, 20);
    assert.equal(diary().filter((line) => line === "release").length, 2);
  }));

Deno.test("a task that requests help gets the workers that have no task", () =>
  withPool(async (pool, diary) => {
    const task: TestTask = { kind: "share", value: 9 };
    const events = await Array.fromAsync(pool([task], { workers: 3 }));
    assert.deepEqual(events.map(({ kind }) => kind), ["ready", "started", "note", "answer"]);
    assert.deepEqual(answers(events), [9]);
    assert.equal(diary().filter((line) => line === "setup").length, 3);
    assert.equal(diary().filter((line) => line === "release").length, 3);
  }));

Deno.test("a piece that fails or kills its helper is returned without an error", () =>
  withPool(async (pool) => {
    for (const kind of ["share refused", "share deadly"] as const) {
      const events = await Array.fromAsync(pool([{ kind, value: 5 }], { workers: 2 }));
      assert.deepEqual(answers(events), [0]);
      assert.ok(!events.some((event) => event.kind === "failed"));
    }
  }));

Deno.test("pieces that were not started can be taken back", () =>
  withPool(async (pool, diary, openGate) => {
    const task: TestTask = { kind: "share slow", value: 3 };
    const events = await eventsWithGate(pool([task], { workers: 2 }), openGate);
    assert.deepEqual(answers(events), [0]);
    assert.equal(diary().filter((line) => line === "help share slow").length, 1);
  }));

Deno.test("pieces of a task that has ended are dropped", () =>
  withPool(async (pool, diary, openGate) => {
    const tasks: TestTask[] = [
      { kind: "leave pieces", value: 50 },
      { kind: "share", value: 4 },
    ];
    const events = await eventsWithGate(pool(tasks, { workers: 3 }), openGate); // each waits for a helper
    assert.deepEqual(answers(events).toSorted((a, b) => a - b), [4, 50]);
    const begun = diary().filter((line) => line === "help share slow").length;
    assert.ok(begun <= 2, `${begun} pieces were begun that no task waits for`);
  }));

Deno.test("leaving early starts no further task and releases the worker", () =>
  withPool(async (pool, diary) => {
    for await (const event of pool(doubles(500))) if (event.kind === "answer") break;
    assert.ok(diary().length < 400, `${diary().length} lines`);
    assert.equal(diary().at(-1), "release");
  }));

Deno.test("a thread without a task is released, not killed during its start-up", async () => {
  const ends = [
    (started: Worker) => endThread(started),
    async (started: Worker) => {
      for await (const _ of runPool([], { url, workers: 1, setup: null, started })); // nothing
    },
  ];
  for (const end of ends) {
    const started = new Worker(url, { type: "module" });
    const said: string[] = [];
    started.addEventListener("message", ({ data }) => said.push(data.kind));
    await end(started);
    assert.deepEqual(said, ["released"]);
  }
});

Deno.test("an abort reaches the running task, and the pool throws its reason", () =>
  withPool(async (pool, diary) => {
    const control = new AbortController();
    const reason = new Error("enough");
    const tasks: TestTask[] = [...doubles(1), { kind: "wait", value: 1 }, ...doubles(5)];
    await assert.rejects(async () => {
      for await (const event of pool(tasks, { signal: control.signal })) {
        if (event.kind === "answer") control.abort(reason);
      }
    }, reason);
    assert.deepEqual(diary(), ["setup", "double 0", "wait 1", "release"]);
  }));

Deno.test("with an already aborted signal no thread is left running", () =>
  withPool(async (pool, diary) => {
    const reason = new Error("before");
    const signal = AbortSignal.abort(reason);
    await assert.rejects(() => Array.fromAsync(pool(doubles(3), { signal })), reason);
    assert.ok(!diary().some((line) => line.startsWith("double")));
  }));
