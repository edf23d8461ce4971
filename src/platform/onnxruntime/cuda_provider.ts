import { join } from "node:path";
import { toolError } from "../../records/errors.ts";
import { sha256File } from "../files/hash.ts";
import { type FetchOptions, fetchPackageFile } from "../packages/package_store.ts";
import { type NpmPackage, PACKAGES } from "../packages/packages.ts";
import { onnxRuntimeFolder } from "./provider.ts";

/** A build of the CUDA provider. */
export interface ProviderBuild {
  readonly package: NpmPackage;
  /** Folder of the libraries in the package, separated by `/`. */
  readonly folder: string;
  /**
   * SHA-256 of each library, hex, by name. The provider itself is placed last, so its presence implies the
   * others'.
   */
  readonly libraries: Readonly<Record<string, string>>;
}

/** Build that matches the pinned version of ONNX Runtime. */
export const CUDA_PROVIDER: ProviderBuild = {
  package: PACKAGES.cudaProvider,
  folder: "Plugins/Linux/x64",
  libraries: {
    "libonnxruntime_providers_shared.so":
      "c6a12593396095f5670160e284c35d1700b7708cf3037b7042e2a5200ccae772",
    "libonnxruntime_providers_cuda.so":
      "56cf3254b118ad837ccc4ed8f6d1b23504bbf7ef91b34cbc0b289cb7f10b3037",
  },
};

/**
 * State of the CUDA provider's libraries beside ONNX Runtime: exactly this build, another build (which may
 * work), or incomplete.
 */
export type ProviderState = "this build" | "another build" | "incomplete";

export interface PlaceOptions extends FetchOptions {
  /** Folder of `libonnxruntime.so.1`; default: the project's. */
  readonly folder?: string;
  readonly build?: ProviderBuild;
}

/** Determines the state of the CUDA provider by hashing its libraries. */
export async function readProviderState(
  { folder = onnxRuntimeFolder(), build = CUDA_PROVIDER }: PlaceOptions = {},
): Promise<ProviderState> {
  let state: ProviderState = "this build";
  for (const [name, wanted] of Object.entries(build.libraries)) {
    const found = await sha256File(join(folder, name)).catch(() => null);
    if (found === null) return "incomplete";
    if (found !== wanted) state = "another build";
  }
  return state;
}

/**
 * Copies the CUDA provider's libraries beside ONNX Runtime, each atomically. Correct files are kept; others of
 * the same name are replaced.
 * @throws AssayError PACKAGE_… (exit 3) when the package cannot be fetched or its hash does not match;
 * ONNX_RUNTIME_MISSING, CUDA_PROVIDER_NOT_WRITTEN (exit 4)
 */
export async function placeCudaProvider(options: PlaceOptions = {}): Promise<void> {
  const { folder = onnxRuntimeFolder(), build = CUDA_PROVIDER } = options;
  await requireOnnxRuntime(folder);
  for (const [name, sha256] of Object.entries(build.libraries)) {
    const target = join(folder, name);
    if (await sha256File(target).catch(() => null) === sha256) continue;
    const source = await fetchPackageFile(
      { ...build.package, file: `${build.folder}/${name}` },
      options,
    );
    await copyWhole(source, target);
  }
}

async function requireOnnxRuntime(folder: string): Promise<void> {
  const path = join(folder, "libonnxruntime.so.1");
  if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return;
  throw toolError("ONNX_RUNTIME_MISSING", {
    what: "ONNX Runtime for 64-bit x86 Linux is not installed",
    remedy: "Run `deno install` in the checkout; the CUDA provider works on 64-bit x86 Linux only",
  });
}

async function copyWhole(source: string, target: string): Promise<void> {
  const unfinished = `${target}.${crypto.randomUUID()}.tmp`;
  try {
    await Deno.copyFile(source, unfinished);
    await Deno.rename(unfinished, target);
  } catch (cause) {
    await Deno.remove(unfinished).catch(() => {}); // it may not exist
    throw toolError("CUDA_PROVIDER_NOT_WRITTEN", {
      what: "the CUDA provider could not be copied to node_modules",
      remedy: "Free disk space and check that node_modules is writable",
      cause,
    });
  }
}
