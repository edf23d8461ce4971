import { join } from "node:path";
import { toolError } from "../../records/errors.ts";
import { sha256File } from "../files/hash.ts";
import { type FetchOptions, packageFile } from "../packages/package_store.ts";
import { type NpmPackage, PACKAGES } from "../packages/packages.ts";
import { onnxRuntimeFolder } from "./provider.ts";

/** A build of the CUDA provider. */
export interface ProviderBuild {
  readonly package: NpmPackage;
  /** Folder of the libraries in the package, with `/`. */
  readonly folder: string;
  /** SHA-256 of each library, hex, by name. The provider itself is last: where it is, the others are. */
  readonly libraries: Readonly<Record<string, string>>;
}

/** The build for the version of ONNX Runtime that the project pins. */
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
 * What lies beside ONNX Runtime: this build, all of it; another build, which may fit as well; or not all of
 * the libraries.
 */
export type ProviderState = "this build" | "another build" | "incomplete";

export interface PlaceOptions extends FetchOptions {
  /** Where `libonnxruntime.so.1` lies; default that of the project. */
  readonly folder?: string;
  readonly build?: ProviderBuild;
}

/** What of the CUDA provider lies beside ONNX Runtime, from all bytes of its libraries. */
export async function providerState(
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
 * Puts the CUDA provider's libraries beside ONNX Runtime, each whole or not at all. Those that are there
 * already are left alone; others of their names are replaced.
 * @throws AssayError PACKAGE_… (exit 3) when it cannot be fetched or is not the one that is known;
 * ONNX_RUNTIME_MISSING, CUDA_PROVIDER_NOT_WRITTEN (exit 4)
 */
export async function placeCudaProvider(options: PlaceOptions = {}): Promise<void> {
  const { folder = onnxRuntimeFolder(), build = CUDA_PROVIDER } = options;
  await requireOnnxRuntime(folder);
  for (const [name, sha256] of Object.entries(build.libraries)) {
    const target = join(folder, name);
    if (await sha256File(target).catch(() => null) === sha256) continue;
    const source = await packageFile(
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
    what: "ONNX Runtime for 64-bit x86 Linux is not among the project's packages",
    remedy: "Run `deno install` in the checkout; other systems have no CUDA provider here",
  });
}

async function copyWhole(source: string, target: string): Promise<void> {
  const unfinished = `${target}.${crypto.randomUUID()}.tmp`;
  try {
    await Deno.copyFile(source, unfinished);
    await Deno.rename(unfinished, target);
  } catch (cause) {
    await Deno.remove(unfinished).catch(() => {}); // it may never have been made
    throw toolError("CUDA_PROVIDER_NOT_WRITTEN", {
      what: "the CUDA provider could not be put beside ONNX Runtime in node_modules",
      remedy: "Make room on the disk and see that node_modules may be written to",
      cause,
    });
  }
}
