import { join } from "node:path";
import type { Provider } from "../../records/provider.ts";
import { loadRuntime, sessionOptions, type TensorData } from "./onnx_session.ts";
import { assayHome } from "../files/project.ts";

/** An event of ONNX Runtime's profile; only the fields used here. */
interface ProfileEvent {
  readonly cat?: string;
  readonly name?: string;
  readonly args?: { readonly provider?: string };
}

const OWN_NODES: Readonly<Record<Provider, string>> = {
  cpu: "CPUExecutionProvider",
  cuda: "CUDAExecutionProvider",
};

/** Number of a network's nodes by the provider that ran them. */
export interface NodePlacement {
  /** On the requested provider. */
  readonly own: number;
  /**
   * On another one: the CPU, where the provider has no kernel or ONNX Runtime prefers the CPU for shape
   * computations.
   */
  readonly elsewhere: number;
}

/**
 * Runs a network once under ONNX Runtime's profiler and counts the nodes by provider: even with a working
 * provider, some nodes may run on the CPU.
 * @param feeds inputs by name; their shapes matter, their values do not
 * @throws the errors of loading and running
 */
export async function countNodePlacement(
  path: string,
  { provider, feeds }: {
    readonly provider: Provider;
    readonly feeds: Readonly<Record<string, TensorData>>;
  },
): Promise<NodePlacement> {
  const runtime = await loadRuntime();
  await Deno.mkdir(assayHome(), { recursive: true });
  const folder = await Deno.makeTempDir({ dir: assayHome(), prefix: "profile-" });
  try {
    const session = await runtime.InferenceSession.create(path, {
      ...sessionOptions({ provider, threads: 1 }),
      enableProfiling: true,
      profileFilePrefix: join(folder, "profile"),
    });
    const tensors = Object.entries(feeds).map(([name, { data, dims }]) =>
      [name, new runtime.Tensor(data, dims)] as const
    );
    await session.run(Object.fromEntries(tensors));
    session.endProfiling();
    await session.release();
    return countNodes(await readProfile(folder), provider);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Reads the profile from a folder that holds nothing else. */
async function readProfile(folder: string): Promise<readonly ProfileEvent[]> {
  for await (const { name } of Deno.readDir(folder)) {
    return JSON.parse(await Deno.readTextFile(join(folder, name)));
  }
  throw new Error("ONNX Runtime wrote no profile");
}

/** Counts each node once, however often it ran. */
export function countNodes(events: readonly ProfileEvent[], provider: Provider): NodePlacement {
  const nodes = new Map<string, boolean>();
  for (const { cat, name, args } of events) {
    if (cat !== "Node" || name === undefined || args?.provider === undefined) continue;
    nodes.set(name, args.provider === OWN_NODES[provider]);
  }
  const own = [...nodes.values()].filter((is) => is).length;
  return { own, elsewhere: nodes.size - own };
}
