import { readdir } from "node:fs/promises";

/** Product that contains each library of the CUDA provider, by the library's name without its version. */
const ORIGINS: ReadonlyMap<string, string> = new Map(Object.entries({
  "libcublasLt": "cuBLAS of the CUDA 13 toolkit",
  "libcublas": "cuBLAS of the CUDA 13 toolkit",
  "libcudart": "the CUDA 13 toolkit's runtime",
  "libcurand": "cuRAND of the CUDA 13 toolkit",
  "libcufft": "cuFFT of the CUDA 13 toolkit",
  "libcudnn": "cuDNN 9 for CUDA 13",
  "libcuda": "NVIDIA's driver, 580 or later",
}));

/** Libraries that ONNX Runtime's CUDA 13 provider links to. */
export const CUDA_LIBRARIES = [
  "libcublasLt.so.13",
  "libcublas.so.13",
  "libcudart.so.13",
  "libcurand.so.10",
  "libcufft.so.12",
  "libcudnn.so.9",
] as const;

/** Folders that the loader searches besides `LD_LIBRARY_PATH`. */
const SYSTEM_FOLDERS = [
  "/lib/x86_64-linux-gnu",
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib64",
  "/usr/local/cuda/lib64",
  "/usr/local/nvidia/lib64",
];

/** Library of NVIDIA's driver. */
const DRIVER_LIBRARY = "libcuda.so.1";

/** Libraries for the GPU, as found in the folders that the loader searches. */
export interface CudaLibraries {
  /** Whether NVIDIA's driver is installed. */
  readonly driver: boolean;
  /** Libraries of the CUDA provider that are missing. */
  readonly missing: readonly string[];
}

export async function findCudaLibraries(): Promise<CudaLibraries> {
  const listed = (Deno.env.get("LD_LIBRARY_PATH") ?? "").split(":").filter((path) => path !== "");
  const folders = [...listed, ...SYSTEM_FOLDERS, ...await configuredFolders()];
  const names = new Set<string>();
  for (const folder of folders) {
    for (const name of await readdir(folder).catch(() => [])) names.add(name);
  }
  return {
    driver: names.has(DRIVER_LIBRARY),
    missing: CUDA_LIBRARIES.filter((library) => !names.has(library)),
  };
}

/** Reads the folders listed in ldconfig's configuration. */
async function configuredFolders(): Promise<string[]> {
  const folder = "/etc/ld.so.conf.d";
  const files = await readdir(folder).catch(() => []);
  const texts = await Promise.all(
    files.map((name) => Deno.readTextFile(`${folder}/${name}`).catch(() => "")),
  );
  return texts.join("\n").split("\n").map((line) => line.trim()).filter((line) =>
    line.startsWith("/")
  );
}

/** Names the product to install for a library such as `libcudnn.so.9`. */
export function cudaLibraryOrigin(library: string): string {
  const name = library.replace(/\.so(\.\d+)*$/, "");
  return ORIGINS.get(name) ?? "the CUDA 13 toolkit";
}
