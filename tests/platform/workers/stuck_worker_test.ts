import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { COUNTDOWN_PARTS } from "../../../src/platform/host/countdown.ts";
import { Activity, watchActivity } from "../../../src/platform/workers/activity.ts";
import { type PoolEvent, runPool } from "../../../src/platform/workers/worker_pool.ts";
import { inTemporaryFolder } from "../ffmpeg/made_video.ts";
import { manualClock } from "../host/manual_clock.ts";
import type { TestSetup, TestTask } from "./pool_test_worker.ts";

const url = new URL("./pool_test_worker.ts", import.meta.url);

const MILLISECONDS = 1200;
const PART = MILLISECONDS / COUNTDOWN_PARTS;

Deno.test("what runs too long is told of, and what ends or goes on is not", async () => {
  const clock = manualClock();
  const activity = new Activity();
  let silent = 0;
  const patience = { milliseconds: MILLISECONDS, clock };
  const unwatch = watchActivity(new Activity(activity.buffer), patience, () => silent++);
  const pass = (parts: number) => {
    for (let part = 0; part < parts; part++) clock.advance(PART);
  };
  pass(50);
  equal(silent, 0, "a thread that runs nothing has all the time");
  for (let run = 0; run < 10; run++) {
    await activity.during(() => Promise.resolve(pass(COUNTDOWN_PARTS - 1)));
  }
  equal(silent, 0, "many runs are longer than one may be");
  await activity.during(() => Promise.resolve(pass(COUNTDOWN_PARTS + 1)));
  equal(silent, 1);
  unwatch();
});

/** Runs tasks, of which some block their threads, and lets time pass as fast as it can. */
async function eventsOf(
  tasks: readonly TestTask[],
): Promise<{ readonly events: string[]; readonly error: unknown }> {
  const events: string[] = [];
  let error: unknown = null;
  await inTemporaryFolder(async (folder) => {
    const clock = manualClock();
    const gate = join(folder, "gate");
    const diary = join(folder, "diary");
    Deno.writeTextFileSync(diary, "");
    const pool = runPool<TestSetup, string, TestTask, number>(tasks, {
      url,
      workers: 1,
      setup: { broken: false, diary, gate },
      patience: { milliseconds: MILLISECONDS, clock },
    });
    let over = false;
    const reading = (async () => {
      for await (const event of pool) {
        const text = textOf(event);
        if (text) events.push(text);
      }
    })().catch((reason) => error = reason).finally(() => over = true);
    while (!over) {
      if (isBlocked(diary)) clock.advance(PART);
      await new Promise((resolve) => setTimeout(resolve));
    }
    await reading;
    Deno.writeTextFileSync(gate, ""); // what is stuck may end
  });
  return { events, error };
}

/** Whether the last thing that the workers noted is a task that blocks. */
function isBlocked(diary: string): boolean {
  return Deno.readTextFileSync(diary).trim().split("\n").at(-1)!.startsWith("hang");
}

function textOf(event: PoolEvent<string, TestTask, number>): string | null {
  if (event.kind === "answer") return `${event.answer}`;
  if (event.kind !== "failed") return null;
  ok(event.error instanceof Error);
  return "code" in event.error ? `${event.error.code}` : event.error.message;
}

const hang: TestTask = { kind: "hang", value: 0 };
const double: TestTask = { kind: "double", value: 4 };

Deno.test("a thread that does not come back is replaced, twice", async () => {
  const { events, error } = await eventsOf([hang, double, hang, double]);
  deepEqual(events, ["NETWORK_SILENT", "8", "NETWORK_SILENT", "8"]);
  equal(error, null);
});

Deno.test("the third thread that does not come back ends the pool", async () => {
  const { events, error } = await eventsOf([hang, hang, hang, double]);
  deepEqual(events, ["NETWORK_SILENT", "NETWORK_SILENT", "NETWORK_SILENT"]);
  await rejects(Promise.reject(error), { code: "NETWORK_SILENT", exitCode: 4 });
});
