import { Activity } from "./activity.ts";
import { type IdleWorkers, PieceDesk } from "./idle_workers.ts";
import { type FromWorker, packError, type ToGiver, type ToWorker } from "./worker_messages.ts";

/** The functions of a worker, called for its pool's messages. */
export interface WorkerPart<Setup, Ready, Task, Answer, Piece, Outcome> {
  setup(setup: Setup, tools: SetupTools<Piece, Outcome>): Promise<Ready>;
  work(task: Task, tools: WorkTools): Promise<Answer>;
  /** Does a piece of another worker's task, between tasks; left out: this worker's tasks have no pieces. */
  help?(piece: Piece): Promise<Outcome>;
  release(): Promise<void>;
}

export interface SetupTools<Piece, Outcome> {
  readonly others: IdleWorkers<Piece, Outcome>;
  /** Shows the pool whether this thread is blocked: work that may never end is run by `activity.during`. */
  readonly activity: Activity;
}

export interface WorkTools {
  /** Aborted when the answer is no longer needed. */
  readonly signal: AbortSignal;
  /** Reports progress to the user; occasional calls suffice. */
  note(text: string): void;
}

/** The global scope of a worker; only the parts used here. */
interface WorkerScope {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/**
 * Makes this thread a worker of a pool. Messages are handled one after another, since networks are not
 * reentrant and `onmessage` would interleave at every `await`. Only `abort` and messages about pieces that were
 * given away are handled at once.
 */
export function serveWorker<Setup, Ready, Task, Answer, Piece = never, Outcome = never>(
  part: WorkerPart<Setup, Ready, Task, Answer, Piece, Outcome>,
): void {
  const scope = globalThis as unknown as WorkerScope;
  const aborted = new AbortController();
  const send = (message: FromWorker<Ready, Answer>) => scope.postMessage(message);
  const note = (text: string) => send({ kind: "note", note: text });
  const tools: WorkTools = { signal: aborted.signal, note };
  const desk = new PieceDesk<Piece, Outcome>(send);
  let last = Promise.resolve();

  async function handle(message: Turn<Setup, Task, Piece>): Promise<void> {
    switch (message.kind) {
      case "setup": {
        const activity = new Activity(message.activity);
        const ready = await part.setup(message.setup, { others: desk, activity });
        return send({ kind: "ready", ready });
      }
      case "task":
        try {
          return send({ kind: "answer", answer: await part.work(message.task, tools) });
        } finally {
          desk.clear();
        }
      case "help":
        if (!part.help) throw new Error("a worker whose tasks have no pieces received one");
        return send({ kind: "helped", outcome: await part.help(message.piece) });
      case "release":
        await part.release();
        send({ kind: "released" });
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
        return desk.receive(message);
      default:
        last = last.then(() => handle(message)).catch((error) => sendError(error));
    }
  };
  const sendError = (error: unknown) => send({ kind: "error", error: packError(error) });
}

/** Messages that are handled one after another. */
type Turn<Setup, Task, Piece> = Exclude<
  ToWorker<Setup, Task, Piece>,
  ToGiver | { readonly kind: "abort" }
>;
