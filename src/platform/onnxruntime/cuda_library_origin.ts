/** What brings each library of the CUDA provider, by the library's name without its version. */
const ORIGINS: Readonly<Record<string, string>> = {
  "libcublasLt": "cuBLAS of the CUDA 13 toolkit",
  "libcublas": "cuBLAS of the CUDA 13 toolkit",
  "libcudart": "the CUDA 13 toolkit's runtime",
  "libcurand": "cuRAND of the CUDA 13 toolkit",
  "libcufft": "cuFFT of the CUDA 13 toolkit",
  "libcudnn": "cuDNN 9 for CUDA 13",
  "libcuda": "NVIDIA's driver, 580 or later",
};

/** What to install for a library such as `libcudnn.so.9`. */
export function cudaLibraryOrigin(library: string): string {
  const name = library.replace(/\.so(\.\d+)*$/, "");
  return Object.hasOwn(ORIGINS, name) ? ORIGINS[name] : "the CUDA 13 toolkit";
}
