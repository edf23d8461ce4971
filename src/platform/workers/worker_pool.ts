import type { Patience } from "../host/countdown.ts";
import { Activity, watchActivity } from "./activity.ts";
import { networkSilent } from "./network_silent.ts";
import { PieceExchange, type TakenPiece } from "./piece_exchange.ts";
import { type FromWorker, type ToGiver, type ToWorker, unpackError } from "./worker_messages.ts";

export interface PoolOptions<Setup> {
  /** The worker's module; it calls `serveWorker`. */
  readonly url: URL;
  /** Threads, at least 1; no more than there are tasks, unless a task requests help with its pieces. */
  readonly workers: number;
  readonly setup: Setup;
  /** A thread of that module that was started earlier, to be used first; the pool ends it. */
  readonly started?: Worker | null;
  /** How long one run in a thread may take before the thread is abandoned; left out: no limit. */
  readonly patience?: Patience | undefined;
  /** Ends the pool early: running tasks are aborted, the others are not started. */
  readonly signal?: AbortSignal | undefined;
}

/** What a thread needs from its pool. */
interface ThreadOptions<Setup> extends Pick<PoolOptions<Setup>, "setup" | "patience" | "signal"> {
  /** Exchange of pieces; left out: tasks have no pieces. */
  readonly exchange?: PieceExchange;
  /** Called when a task requests help. */
  readonly onHelpRequest?: () => void;
}

/** An event of a pool; they are yielded in the order in which they happen. */
export type PoolEvent<Ready, Task, Answer> =
  | { readonly kind: "ready"; readonly ready: Ready }
  | { readonly kind: "started"; readonly task: Task }
  | { readonly kind: "note"; readonly task: Task; readonly note: string }
  | { readonly kind: "answer"; readonly task: Task; readonly answer: Answer }
  | { readonly kind: "failed"; readonly task: Task; readonly error: Error };

/**
 * Runs tasks on worker threads, one at a time on each, and yields events as they happen. A failed task is
 * reported and the others continue; a thread that dies is replaced, and so are two that stop
 * responding. Threads without a task do pieces of other threads' tasks. However the caller leaves, threads are
 * released, since killing one that holds native memory would crash. Long, because what a thread does and how the pool
 * ends share their state.
 * @throws the error of a worker's set-up, or of the third thread that stops responding; the signal's reason when it is
 * aborted
 */
export async function* runPool<Setup, Ready, Task, Answer>(
  tasks: readonly Task[],
  options: PoolOptions<Setup>,
): AsyncGenerator<PoolEvent<Ready, Task, Answer>> {
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...options.signal ? [options.signal] : []]);
  const waiting = tasks.values();
  const events = new EventQueue<PoolEvent<Ready, Task, Answer>>();
  const threads = Math.min(options.workers, tasks.length);
  if (threads === 0 && options.started) await endThread(options.started);
  const exchange = new PieceExchange();
  const helpers: Promise<void>[] = [];
  const { setup, patience } = options;
  const threadOptions: ThreadOptions<Setup> = {
    setup,
    patience,
    signal,
    exchange,
    onHelpRequest: startHelpers,
  };
  const newThread = () => new Worker(options.url, { type: "module" });
  const open = (worker: Worker) =>
    new WorkerThread<Setup, Ready, Task, Answer>(threadOptions, worker);
  let busy = threads;
  let leaving = false;
  let stuck = 0;

  /** Runs tasks on one thread (and its replacements) until none is left; then helps the others. */
  async function runThread(_: unknown, place: number): Promise<void> {
    const started = place === 0 ? options.started : null;
    let thread = open(started ?? newThread());

    async function runTasks(): Promise<void> {
      events.push({ kind: "ready", ready: await thread.setup() });
      for (const task of waiting) {
        if (leaving || signal.aborted) return;
        try {
          events.push({ kind: "started", task });
          const note = (text: string) => events.push({ kind: "note", task, note: text });
          events.push({ kind: "answer", task, answer: await thread.work(task, note) });
        } catch (error) {
          if (signal.aborted) return;
          events.push({ kind: "failed", task, error: error as Error });
          if (!thread.dead) continue;
          if (thread.stuck && ++stuck > MOST_REPLACED) throw error;
          thread = open(newThread());
          await thread.setup();
        }
      }
    }

    try {
      await runTasks().finally(() => {
        if (--busy === 0) exchange.close();
      });
      await exchange.help((piece) => thread.help(piece));
    } finally {
      await thread.release();
    }
  }

  /** Runs a thread that only helps; its failure is ignored, since the tasks do not need it. */
  async function runHelper(): Promise<void> {
    const thread = open(newThread());
    try {
      await thread.setup();
      await exchange.help((piece) => thread.help(piece));
    } catch {
      // The task is completed without it.
    } finally {
      await thread.release();
    }
  }

  function startHelpers(): void {
    if (leaving || signal.aborted || busy === 0) return;
    while (threads + helpers.length < options.workers) helpers.push(runHelper());
  }

  const running = Array.from({ length: threads }, runThread);
  // A failed set-up ends the other threads, too.
  Promise.all(running).then(() => events.close(), (error) => failed.abort(error));
  const abort = () => events.fail(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    signal.throwIfAborted();
    yield* events;
  } finally {
    signal.removeEventListener("abort", abort);
    leaving = true;
    await Promise.allSettled(running);
    await Promise.all(helpers);
  }
}

/**
 * Most threads that are replaced because they stopped responding. Each keeps computing and its memory is lost, so a
 * run cannot continue for long.
 */
const MOST_REPLACED = 2;

/**
 * Ends a thread that was started but not given to a pool, once its start-up is done: a process that exits while
 * one of its threads sets up a native library crashes.
 */
export async function endThread(worker: Worker): Promise<void> {
  await new WorkerThread({ setup: null }, worker).release();
}

/** One thread, which answers one message at a time. */
class WorkerThread<Setup, Ready, Task, Answer> {
  readonly #worker: Worker;
  readonly #options: ThreadOptions<Setup>;
  #settle: { resolve(message: FromWorker<Ready, Answer>): void; reject(e: Error): void } | null =
    null;
  #note: (text: string) => void = () => {};
  readonly #activity = new Activity();
  #unwatch: () => void = () => {};
  dead = false;
  /** Whether it was abandoned because it stopped responding. It cannot be ended: that would crash the process. */
  stuck = false;

  constructor(options: ThreadOptions<Setup>, worker: Worker) {
    this.#options = options;
    this.#worker = worker;
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker<Ready, Answer>>) =>
      this.#receive(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#die(new Error(`a worker thread died: ${event.message}`));
    };
    const { patience } = options;
    if (patience === undefined) return;
    this.#unwatch = watchActivity(this.#activity, patience, () => {
      this.stuck = true;
      this.#die(networkSilent(patience));
    });
  }

  async setup(): Promise<Ready> {
    const { setup } = this.#options;
    const activity = this.#activity.buffer;
    const answer = await this.#request({ kind: "setup", setup, activity });
    if (answer.kind !== "ready") throw new Error(`a worker answered set-up with ${answer.kind}`);
    return answer.ready;
  }

  /** Sends a message about the pieces that it gave away. */
  send(message: ToGiver): void {
    if (!this.dead) this.#worker.postMessage(message);
  }

  async work(task: Task, note: (text: string) => void): Promise<Answer> {
    const { signal } = this.#options;
    this.#note = note;
    const abort = () => this.#worker.postMessage({ kind: "abort" });
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const answer = await this.#request({ kind: "task", task });
      if (answer.kind !== "answer") throw new Error(`a worker answered a task with ${answer.kind}`);
      return answer.answer;
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#options.exchange?.leave(this);
    }
  }

  /** Does a piece of another thread's task. @returns whether it can continue */
  async help({ piece, done, undone }: TakenPiece): Promise<boolean> {
    try {
      const answer = await this.#request({ kind: "help", piece });
      if (answer.kind !== "helped") {
        throw new Error(`a worker answered a piece with ${answer.kind}`);
      }
      done(answer.outcome);
    } catch {
      undone(); // the giver does the piece itself and reports the error
    }
    return !this.dead;
  }

  /** Frees the thread's resources and ends it. */
  async release(): Promise<void> {
    if (this.dead) return;
    await this.#request({ kind: "release" }).catch(() => {});
    this.#unwatch();
    if (!this.stuck) this.#worker.terminate();
  }

  #die(error: Error): void {
    this.dead = true;
    this.#unwatch();
    this.#settle?.reject(error);
  }

  #receive(message: FromWorker<Ready, Answer>): void {
    const { exchange, onHelpRequest } = this.#options;
    switch (message.kind) {
      case "note":
        return this.#note(message.note);
      case "request help":
        exchange?.requestHelp(this);
        return onHelpRequest?.();
      case "offer":
        return exchange?.offer(this, message);
      case "take back":
        return exchange?.takeBack(this);
      default:
        this.#settle?.resolve(message);
    }
  }

  #request(message: ToWorker<Setup, Task>): Promise<FromWorker<Ready, Answer>> {
    return new Promise<FromWorker<Ready, Answer>>((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#worker.postMessage(message);
    }).then((answer) => {
      if (answer.kind === "error") throw unpackError(answer.error);
      return answer;
    });
  }
}

/** A queue that several producers fill and one consumer reads, in order. */
class EventQueue<Event> {
  readonly #events: Event[] = [];
  #end: { readonly error?: unknown } | null = null;
  #wake: () => void = () => {};

  push(event: Event): void {
    this.#events.push(event);
    this.#wake();
  }

  close(): void {
    this.#end ??= {};
    this.#wake();
  }

  fail(error: unknown): void {
    this.#end ??= { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event> {
    while (true) {
      while (this.#events.length > 0) yield this.#events.shift()!;
      if (this.#end) {
        if ("error" in this.#end) throw this.#end.error;
        return;
      }
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }
}
