import { type IdleWorkers, PieceDesk } from "./idle_workers.ts";
import { type FromWorker, packError, type ToGiver, type ToWorker } from "./worker_messages.ts";

/** What a worker does, from its pool's first message to its last. */
export interface WorkerPart<Setup, Ready, Task, Answer, Piece, Outcome> {
  setup(setup: Setup, others: IdleWorkers<Piece, Outcome>): Promise<Ready>;
  work(task: Task, tools: WorkTools): Promise<Answer>;
  /** Does a piece of another worker's task, between tasks; left out: this part gives none away. */
  help?(piece: Piece): Promise<Outcome>;
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
 * interleave at every `await`, and networks are not reentrant. Only `abort`, and what becomes of pieces that were
 * given away, is heard at once.
 */
export function serveWorker<Setup, Ready, Task, Answer, Piece = never, Outcome = never>(
  part: WorkerPart<Setup, Ready, Task, Answer, Piece, Outcome>,
): void {
  const scope = globalThis as unknown as WorkerScope;
  const aborted = new AbortController();
  const say = (message: FromWorker<Ready, Answer>) => scope.postMessage(message);
  const note = (text: string) => say({ kind: "note", note: text });
  const tools: WorkTools = { signal: aborted.signal, note };
  const desk = new PieceDesk<Piece, Outcome>(say);
  let last = Promise.resolve();

  async function handle(message: Turn<Setup, Task, Piece>): Promise<void> {
    switch (message.kind) {
      case "setup":
        return say({ kind: "ready", ready: await part.setup(message.setup, desk) });
      case "task":
        try {
          return say({ kind: "answer", answer: await part.work(message.task, tools) });
        } finally {
          desk.clear();
        }
      case "help":
        if (!part.help) throw new Error("a worker that gives no pieces away was given one");
        return say({ kind: "helped", outcome: await part.help(message.piece) });
      case "release":
        await part.release();
        say({ kind: "released" });
        return scope.close();
      default:
        message satisfies never;
    }
  }
  scope.onmessage = (event: MessageEvent) => {
    const message = event.data as ToWorker<Setup, Task, Piece>;
    switch (message.kind) {
      case "abort":
        return aborted.abort();
      case "room":
      case "done":
      case "undone":
        return desk.hear(message);
      default:
        last = last.then(() => handle(message)).catch((error) => sayError(error));
    }
  };
  const sayError = (error: unknown) => say({ kind: "error", error: packError(error) });
}

/** The messages that wait for their turn. */
type Turn<Setup, Task, Piece> = Exclude<
  ToWorker<Setup, Task, Piece>,
  ToGiver | { readonly kind: "abort" }
>;
