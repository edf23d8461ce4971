import { OnnxSession, type SessionOptions, type TensorData } from "./onnx_session.ts";

/** Tensors by name. */
export type Tensors = Readonly<Record<string, TensorData>>;

/** A network that can be run. Not reentrant. */
export interface Network {
  /** Runs the network as `OnnxSession.run` does. */
  run(feeds: Tensors): Promise<Record<string, TensorData>>;
  release(): Promise<void>;
}

/** Most sessions of one network: enough for the pyramids of a portrait and a landscape video at 4K. */
const MAX_SESSIONS = 32;

/**
 * Opens a network whose input shapes alternate. The CPU uses one session. CUDA uses one session per shape,
 * opened when the shape first occurs: ONNX Runtime plans a convolution again whenever its input shape differs
 * from the previous one, which takes many times as long as running it (onnxruntime issue 23006).
 * @throws AssayError as `OnnxSession.open` does
 */
export async function openNetwork(path: string, options: SessionOptions): Promise<Network> {
  const open = () => OnnxSession.open(path, options);
  if (options.provider === "cpu") return await open();
  return sessionPerShape(open, { first: await open(), most: MAX_SESSIONS });
}

/**
 * Makes a network of several sessions, each of which receives one input shape only. Beyond the limit the least
 * recently used session is closed.
 * @param options `first`: an open session, for the first shape; `most`: maximum number of sessions, at least 1
 */
export function sessionPerShape(
  open: () => Promise<Network>,
  { first, most }: { readonly first: Network; readonly most: number },
): Network {
  const sessions = new Map<string, Network>(); // least recently used first
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
