import { basename, join, resolve } from "node:path";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import { inputError } from "../../records/errors.ts";
import type { Provider } from "../../records/provider.ts";
import { cpuProbe } from "./cpu_probe.ts";
import { optimisedGraph } from "./graph_cache.ts";
import { assayHome } from "../files/project.ts";
import { loadingError, runningError } from "./session_errors.ts";

/** Values of a tensor, row-major. */
export type TensorNumbers = Float32Array | Uint8Array | Int32Array | BigInt64Array;

/** A tensor: `data.length` is the product of `dims`. */
export interface TensorData {
  readonly data: TensorNumbers;
  readonly dims: readonly number[];
}

/** Name, type and shape of an input or output. */
export interface TensorFacts {
  readonly name: string;
  /** Element type, such as `float32`. */
  readonly type: string;
  /** Dimensions, `null` where one is dynamic; empty: not stated. */
  readonly shape: readonly (number | null)[];
}

export interface SessionOptions {
  readonly provider: Provider;
  /** Threads of one `run`, at least 1. */
  readonly threads: number;
  /** SHA-256 of the file, hex, if the caller has just computed it; default: computed from the file. */
  readonly sha256?: string | undefined;
}

type Runtime = typeof import("onnxruntime-node");

/** Variable that disables ONNX Runtime's telemetry, which native code would send past Deno's permissions. */
const NO_TELEMETRY = { name: "ORT_DISABLE_TELEMETRY", value: "1" } as const;

/**
 * Loads ONNX Runtime's native library; later calls return the same. Nothing else may load it, since telemetry
 * is disabled here before it starts.
 */
export async function loadRuntime(): Promise<Runtime> {
  if (Deno.env.get(NO_TELEMETRY.name) !== NO_TELEMETRY.value) {
    Deno.env.set(NO_TELEMETRY.name, NO_TELEMETRY.value);
  }
  const runtime = await import("onnxruntime-node");
  runtime.env.logLevel = "fatal"; // errors are thrown as well
  return runtime;
}

/**
 * Loads ONNX Runtime and opens a tiny network: the set-up for the first session takes twenty times as long as
 * opening a small network.
 */
export async function warmRuntime(): Promise<void> {
  const runtime = await loadRuntime();
  const options = sessionOptions({ provider: "cpu", threads: 1 });
  const session = await runtime.InferenceSession.create(cpuProbe(), options);
  await session.release();
}

/** A loaded network. Not reentrant: `run` blocks the thread until the network is done. */
export class OnnxSession {
  readonly #runtime: Runtime;
  readonly #session: InferenceSession;
  readonly #name: string;

  private constructor(runtime: Runtime, session: InferenceSession, name: string) {
    this.#runtime = runtime;
    this.#session = session;
    this.#name = name;
  }

  /**
   * Loads an ONNX file. On the CPU it loads the optimised graph saved in `graphs/` of Assay's home, also the
   * first time; where none can be saved, the file itself.
   * @throws AssayError MODEL_MISSING or MODEL_BROKEN (exit 3); CUDA_UNAVAILABLE (exit 4)
   */
  static async open(path: string, options: SessionOptions): Promise<OnnxSession> {
    const absolute = resolve(path);
    await requireRegularFile(absolute);
    const runtime = await loadRuntime();
    try {
      const session = await createSession(runtime, absolute, options);
      return new OnnxSession(runtime, session, basename(path));
    } catch (cause) {
      throw loadingError(cause, { path, provider: options.provider });
    }
  }

  get inputNames(): readonly string[] {
    return this.#session.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.#session.outputNames;
  }

  get inputs(): readonly TensorFacts[] {
    return this.#session.inputMetadata.map(tensorFacts);
  }

  get outputs(): readonly TensorFacts[] {
    return this.#session.outputMetadata.map(tensorFacts);
  }

  /**
   * Runs the network once.
   * @returns every output by name
   * @throws RangeError when an input is empty; AssayError INFERENCE_FAILED (exit 4) when the network rejects
   * the inputs or the provider fails
   */
  async run(feeds: Readonly<Record<string, TensorData>>): Promise<Record<string, TensorData>> {
    const tensors: Record<string, Tensor> = {};
    for (const [name, { data, dims }] of Object.entries(feeds)) {
      if (data.length === 0) throw new RangeError(`input ${name} is empty: [${dims.join(", ")}]`);
      tensors[name] = new this.#runtime.Tensor(data, dims);
    }
    try {
      return await this.#session.run(tensors) as unknown as Record<string, TensorData>;
    } catch (cause) {
      throw runningError(cause, this.#name);
    }
  }

  /** Frees the network; the session cannot be used afterwards. */
  async release(): Promise<void> {
    await this.#session.release();
  }
}

function tensorFacts(value: InferenceSession.ValueMetadata): TensorFacts {
  if (!value.isTensor) return { name: value.name, type: "no tensor", shape: [] };
  const shape = value.shape.map((side) => typeof side === "number" && side >= 0 ? side : null);
  return { name: value.name, type: value.type, shape };
}

async function createSession(
  runtime: Runtime,
  path: string,
  options: SessionOptions,
): Promise<InferenceSession> {
  const session = sessionOptions(options);
  const saved = options.provider === "cpu"
    ? await optimisedGraph(runtime, path, {
      folder: join(assayHome(), "graphs"),
      session,
      sha256: options.sha256,
    })
    : null;
  const own = () => runtime.InferenceSession.create(path, session);
  if (saved === null) return await own();
  return await runtime.InferenceSession.create(saved, {
    ...session,
    graphOptimizationLevel: "disabled", // the saved graph is already optimised
  }).catch(own); // a graph saved in another way must not keep the model itself from loading
}

/** Builds the options of every session. */
export function sessionOptions(
  { provider, threads }: SessionOptions,
): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    graphOptimizationLevel: "all",
    enableMemPattern: false,
    executionMode: "sequential",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  };
}

/** Checks the file through Deno, since native loading does not ask for permission. */
async function requireRegularFile(path: string): Promise<void> {
  const found = await Deno.stat(path).catch((cause) => {
    if (cause instanceof Deno.errors.NotFound) return null;
    throw cause;
  });
  if (found?.isFile) return;
  throw inputError("MODEL_MISSING", {
    what: `the network ${basename(path)} is missing`,
    remedy: "Run `deno task setup`, or `deno task models list` to see which models are installed",
  });
}
