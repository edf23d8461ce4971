import { OnnxSession, type SessionOptions, type TensorData } from "./onnx_session.ts";

/** Tensors by name. */
export type Tensors = Readonly<Record<string, TensorData>>;

/** What runs a network. Not reentrant. */
export interface Network {
  /** As `OnnxSession.run`. */
  run(feeds: Tensors): Promise<Record<string, TensorData>>;
  release(): Promise<void>;
}

/** Sessions of one network at most: the pyramids of a portrait and a landscape video at 4K. */
const MOST_SESSIONS = 32;

/**
 * Opens a network whose inputs have several shapes by turns. On the CPU that is one session. On CUDA each shape
 * gets a session of its own when it first comes: ONNX Runtime plans a convolution anew whenever its input has
 * another shape than the last one had, which takes many times as long as running it (its issue 23006).
 * @throws AssayError as `OnnxSession.open` does
 */
export async function openNetwork(path: string, options: SessionOptions): Promise<Network> {
  const open = () => OnnxSession.open(path, options);
  if (options.provider === "cpu") return await open();
  return sessionPerShape(open, { first: await open(), most: MOST_SESSIONS });
}

/**
 * A network of several sessions, each of which sees one shape of inputs only. The session that was used longest
 * ago makes way for the one that would be too many.
 * @param options `first`: a session that is open already, for the first shape; `most` sessions, at least 1
 */
export function sessionPerShape(
  open: () => Promise<Network>,
  { first, most }: { readonly first: Network; readonly most: number },
): Network {
  const sessions = new Map<string, Network>(); // the one used last is last
  let unused: Network | null = first;

  async function sessionFor(shape: string): Promise<Network> {
    const known = sessions.get(shape);
    sessions.delete(shape);
    if (!known && sessions.size >= most) await releaseOldest();
    const session = known ?? unused ?? await open();
    unused = null;
    sessions.set(shape, session);
    return session;
  }

  async function releaseOldest(): Promise<void> {
    const [oldest] = sessions;
    if (oldest === undefined) return;
    const [shape, session] = oldest;
    sessions.delete(shape);
    await session.release();
  }

  return {
    async run(feeds) {
      return await (await sessionFor(shapeOf(feeds))).run(feeds);
    },
    async release() {
      while (sessions.size > 0) await releaseOldest();
      await unused?.release();
      unused = null;
    },
  };
}

function shapeOf(feeds: Tensors): string {
  return Object.entries(feeds).map(([name, { dims }]) => `${name} ${dims.join("x")}`).join();
}
