import { PieceExchange, type TakenPiece } from "./piece_exchange.ts";
import { type FromWorker, type ToGiver, type ToWorker, unpackError } from "./worker_messages.ts";

export interface PoolOptions<Setup> {
  /** The worker's module; it calls `serveWorker`. */
  readonly url: URL;
  /** Threads, at least 1; no more than there are tasks, unless a task has pieces that are worth another thread. */
  readonly workers: number;
  readonly setup: Setup;
  /** A thread of that module that was started earlier, for the first seat; the pool ends it. */
  readonly started?: Worker | null;
  /** Ends the pool early: tasks under way are aborted, the rest is not begun. */
  readonly signal?: AbortSignal | undefined;
}

/** What a thread is told of its pool. */
interface ThreadOptions<Setup> extends Pick<PoolOptions<Setup>, "setup" | "signal"> {
  /** Where its pieces go; left out: it has none. */
  readonly exchange?: PieceExchange;
  /** Called when a task has pieces that are worth giving away. */
  readonly onWish?: () => void;
}

/** What a pool tells, in the order in which it happens. */
export type PoolEvent<Ready, Task, Answer> =
  | { readonly kind: "ready"; readonly ready: Ready }
  | { readonly kind: "note"; readonly task: Task; readonly note: string }
  | { readonly kind: "answer"; readonly task: Task; readonly answer: Answer }
  | { readonly kind: "failed"; readonly task: Task; readonly error: Error };

/**
 * Runs tasks on worker threads, each thread one at a time, and yields what comes of them as it comes. A task
 * that fails is told of and the others go on; a thread that dies is replaced. Threads without a task help those
 * that have one and give pieces of it away. Threads are released, never killed while they hold native memory,
 * whichever way the caller leaves.
 * @throws whatever a worker's set-up throws; the signal's reason when it is aborted
 */
export async function* runPool<Setup, Ready, Task, Answer>(
  tasks: readonly Task[],
  options: PoolOptions<Setup>,
): AsyncGenerator<PoolEvent<Ready, Task, Answer>> {
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...options.signal ? [options.signal] : []]);
  const waiting = tasks.values();
  const events = new EventQueue<PoolEvent<Ready, Task, Answer>>();
  const seats = Math.min(options.workers, tasks.length);
  if (seats === 0 && options.started) await endThread(options.started);
  const exchange = new PieceExchange();
  const spares: Promise<void>[] = [];
  const { setup } = options;
  const threadOptions: ThreadOptions<Setup> = { setup, signal, exchange, onWish: startSpares };
  const newThread = () => new Worker(options.url, { type: "module" });
  const open = (worker: Worker) =>
    new WorkerThread<Setup, Ready, Task, Answer>(threadOptions, worker);
  let busy = seats;
  let leaving = false;

  /** Works off tasks on one thread after another, until none is left; then helps the others. */
  async function seat(_: unknown, place: number): Promise<void> {
    const started = place === 0 ? options.started : null;
    let thread = open(started ?? newThread());

    async function workOff(): Promise<void> {
      events.push({ kind: "ready", ready: await thread.setup() });
      for (const task of waiting) {
        if (leaving || signal.aborted) return;
        try {
          const note = (text: string) => events.push({ kind: "note", task, note: text });
          events.push({ kind: "answer", task, answer: await thread.work(task, note) });
        } catch (error) {
          if (signal.aborted) return;
          events.push({ kind: "failed", task, error: error as Error });
          if (!thread.dead) continue;
          thread = open(newThread());
          await thread.setup();
        }
      }
    }

    try {
      await workOff().finally(() => {
        if (--busy === 0) exchange.close();
      });
      await exchange.help((piece) => thread.help(piece));
    } finally {
      await thread.release();
    }
  }

  /** A thread that only helps: one that cannot is none, and nobody's error. */
  async function spare(): Promise<void> {
    const thread = open(newThread());
    try {
      await thread.setup();
      await exchange.help((piece) => thread.help(piece));
    } catch {
      // The task is done without it.
    } finally {
      await thread.release();
    }
  }

  function startSpares(): void {
    if (leaving || signal.aborted || busy === 0) return;
    while (seats + spares.length < options.workers) spares.push(spare());
  }

  const working = Array.from({ length: seats }, seat);
  // One that cannot be set up ends the others, too.
  Promise.all(working).then(() => events.close(), (error) => failed.abort(error));
  const abort = () => events.fail(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    signal.throwIfAborted();
    yield* events;
  } finally {
    signal.removeEventListener("abort", abort);
    leaving = true;
    await Promise.allSettled(working);
    await Promise.all(spares);
  }
}

/**
 * Ends a thread that was started and is given to no pool, when it has done what it began with: a process that
 * ends while one of its threads sets up a native library crashes.
 */
export async function endThread(worker: Worker): Promise<void> {
  await new WorkerThread({ setup: null }, worker).release();
}

/** One thread, spoken to by question and answer. */
class WorkerThread<Setup, Ready, Task, Answer> {
  readonly #worker: Worker;
  readonly #options: ThreadOptions<Setup>;
  #settle: { resolve(message: FromWorker<Ready, Answer>): void; reject(e: Error): void } | null =
    null;
  #note: (text: string) => void = () => {};
  dead = false;

  constructor(options: ThreadOptions<Setup>, worker: Worker) {
    this.#options = options;
    this.#worker = worker;
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker<Ready, Answer>>) =>
      this.#hear(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.dead = true;
      this.#settle?.reject(new Error(`a worker thread died: ${event.message}`));
    };
  }

  async setup(): Promise<Ready> {
    const answer = await this.#ask({ kind: "setup", setup: this.#options.setup });
    if (answer.kind !== "ready") throw new Error(`a worker answered set-up with ${answer.kind}`);
    return answer.ready;
  }

  /** Of the pieces that it gives away. */
  tell(message: ToGiver): void {
    if (!this.dead) this.#worker.postMessage(message);
  }

  async work(task: Task, note: (text: string) => void): Promise<Answer> {
    const { signal } = this.#options;
    this.#note = note;
    const abort = () => this.#worker.postMessage({ kind: "abort" });
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const answer = await this.#ask({ kind: "task", task });
      if (answer.kind !== "answer") throw new Error(`a worker answered a task with ${answer.kind}`);
      return answer.answer;
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#options.exchange?.leave(this);
    }
  }

  /** Does a piece of another thread's task. @returns whether it can do more */
  async help({ piece, done, undone }: TakenPiece): Promise<boolean> {
    try {
      const answer = await this.#ask({ kind: "help", piece });
      if (answer.kind !== "helped") {
        throw new Error(`a worker answered a piece with ${answer.kind}`);
      }
      done(answer.outcome);
    } catch {
      undone(); // whose task it is does it itself, and meets the error where it can be told
    }
    return !this.dead;
  }

  /** Frees what the thread holds and ends it. */
  async release(): Promise<void> {
    if (this.dead) return;
    await this.#ask({ kind: "release" }).catch(() => {});
    this.#worker.terminate();
  }

  #hear(message: FromWorker<Ready, Answer>): void {
    const { exchange, onWish } = this.#options;
    switch (message.kind) {
      case "note":
        return this.#note(message.note);
      case "wish":
        exchange?.wish(this);
        return onWish?.();
      case "offer":
        return exchange?.offer(this, message);
      case "take back":
        return exchange?.takeBack(this);
      default:
        this.#settle?.resolve(message);
    }
  }

  #ask(message: ToWorker<Setup, Task>): Promise<FromWorker<Ready, Answer>> {
    return new Promise<FromWorker<Ready, Answer>>((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#worker.postMessage(message);
    }).then((answer) => {
      if (answer.kind === "error") throw unpackError(answer.error);
      return answer;
    });
  }
}

/** What several producers push and one consumer takes, in order. */
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
