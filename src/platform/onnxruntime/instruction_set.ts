import { join } from "node:path";
import { assayHome } from "../files/project.ts";
import { cpuProbe } from "./cpu_probe.ts";
import { sha256Hex } from "../files/hash.ts";
import { loadRuntime } from "./onnx_session.ts";

/**
 * Identifies the CPU's instruction set by what ONNX Runtime makes of a small network on it: a hash, 16 hex digits, of the
 * optimised network. Equal hashes do not prove equal last bits; different ones mean different kernels.
 * @returns `null` where ONNX Runtime cannot be loaded or no temporary file can be written
 */
export async function readInstructionSet(): Promise<string | null> {
  try {
    const runtime = await loadRuntime();
    // The runtime writes without asking for permission, so Deno creates the file first.
    const dir = join(assayHome(), "graphs");
    await Deno.mkdir(dir, { recursive: true });
    const path = await Deno.makeTempFile({ dir, suffix: ".tmp" });
    try {
      const session = await runtime.InferenceSession.create(cpuProbe(), {
        ...{ executionProviders: ["cpu"], graphOptimizationLevel: "all" },
        ...{ intraOpNumThreads: 1, interOpNumThreads: 1, optimizedModelFilePath: path },
      });
      await session.release();
      return sha256Hex(await Deno.readFile(path)).slice(0, 16);
    } finally {
      await Deno.remove(path);
    }
  } catch {
    return null;
  }
}
