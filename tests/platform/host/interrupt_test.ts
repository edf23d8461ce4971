import { deepEqual as same, equal, ok, rejects } from "node:assert/strict";
import {
  type Interrupt,
  interruptSignal,
  type SignalSource,
  takeSignals,
  unlessAborted,
} from "../../../src/platform/host/interrupt.ts";
import { AssayError } from "../../../src/records/errors.ts";

/** A process whose signals a test sends, at times that it says. */
function fakeProcess() {
  const listeners = new Map<Deno.Signal, Set<() => void>>();
  let now = 0;
  const source: SignalSource = {
    listen: (signal, listener) =>
      void listeners.set(signal, (listeners.get(signal) ?? new Set()).add(listener)),
    unlisten: (signal, listener) => void listeners.get(signal)?.delete(listener),
  };
  return {
    options: { source, clock: { now: () => now } },
    listening: () => [...listeners].flatMap(([signal, { size }]) => size > 0 ? [signal] : []),
    send(signal: Deno.Signal, at: number) {
      now = at;
      for (const listener of listeners.get(signal) ?? []) listener();
    },
  };
}

async function isUrged({ urged }: Interrupt): Promise<boolean> {
  return await Promise.race([urged.then(() => true), Promise.resolve().then(() => false)]);
}

Deno.test("the first signal of any kind asks the command to stop, with exit code 130", () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    const { options, send } = fakeProcess();
    using interrupt = interruptSignal(options);
    ok(!interrupt.signal.aborted);
    send(signal, 5000);
    ok(interrupt.signal.aborted, signal);
    const { reason } = interrupt.signal;
    ok(reason instanceof AssayError);
    equal(reason.exitCode, 130);
  }
});

Deno.test("signals that come less than a second after the one before count as one", async () => {
  const { options, send, listening } = fakeProcess();
  using interrupt = interruptSignal(options);
  for (const at of [0, 1, 3, 500, 1400, 2399]) send("SIGINT", at);
  send("SIGTERM", 2400);
  ok(!await isUrged(interrupt));
  same(listening(), ["SIGINT", "SIGTERM", "SIGHUP"], "none of them ends the process at once");
});

Deno.test("a signal a second after the one before urges, and no later one does harm", async () => {
  const { options, send } = fakeProcess();
  using interrupt = interruptSignal(options);
  send("SIGINT", 0);
  send("SIGINT", 1000);
  ok(await isUrged(interrupt));
  send("SIGINT", 9000);
  ok(interrupt.signal.aborted);
});

Deno.test("once disposed of, it leaves signals to the system, and may be disposed of again", () => {
  const { options, listening } = fakeProcess();
  const interrupt = interruptSignal(options);
  interrupt.dispose();
  interrupt.dispose();
  same(listening(), []);
});

Deno.test("takeSignals throws the signal's reason, and goes on where there was none", async () => {
  const { options, send } = fakeProcess();
  using interrupt = interruptSignal(options);
  await takeSignals(interrupt.signal);
  send("SIGHUP", 0);
  await rejects(takeSignals(interrupt.signal), { code: "INTERRUPTED" });
});

Deno.test("work is waited for unless the signal comes, before it or meanwhile", async () => {
  const stop = new AbortController();
  equal(await unlessAborted(stop.signal, Promise.resolve(7)), 7);
  await rejects(unlessAborted(stop.signal, Promise.reject(new Error("its own"))), /its own/);
  const endless = unlessAborted(stop.signal, new Promise<never>(() => {}));
  stop.abort(new Error("stopped"));
  await rejects(endless, /stopped/);
  await rejects(unlessAborted(stop.signal, new Promise<never>(() => {})), /stopped/);
});
