import { type FromWorker, packError, type ToWorker } from "./worker_messages.ts";

/** What a worker does, from its pool's first message to its last. */
export interface WorkerPart<Setup, Ready, Task, Answer> {
  setup(setup: Setup): Promise<Ready>;
  work(task: Task, tools: WorkTools): Promise<Answer>;
  release(): Promise<void>;
}

export interface WorkTools {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Tells people what is being done; now and then is enough. */
  note(text: string): void;
}

/** The global scope of a worker, as far as it is used here. */
interface WorkerScope {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/**
 * Makes this thread a worker of a pool. Messages are handled one after another: `onmessage` would otherwise
 * interleave at every `await`, and networks are not reentrant. Only `abort` is heard at once.
 */
export function serveWorker<Setup, Ready, Task, Answer>(
  part: WorkerPart<Setup, Ready, Task, Answer>,
): void {
  const scope = globalThis as unknown as WorkerScope;
  const aborted = new AbortController();
  const say = (message: FromWorker<Ready, Answer>) => scope.postMessage(message);
  const note = (text: string) => say({ kind: "note", note: text });
  const tools: WorkTools = { signal: aborted.signal, note };
  let last = Promise.resolve();

  async function handle(message: ToWorker<Setup, Task>): Promise<void> {
    switch (message.kind) {
      case "setup":
        return say({ kind: "ready", ready: await part.setup(message.setup) });
      case "task":
        return say({ kind: "answer", answer: await part.work(message.task, tools) });
      case "release":
        await part.release();
        say({ kind: "released" });
        return scope.close();
      case "abort":
        return;
      default:
        message satisfies never;
    }
  }
  scope.onmessage = (event: MessageEvent) => {
    const message = event.data as ToWorker<Setup, Task>;
    if (message.kind === "abort") aborted.abort();
    else last = last.then(() => handle(message)).catch((error) => sayError(error));
  };
  const sayError = (error: unknown) => say({ kind: "error", error: packError(error) });
}
