import assert from "node:assert/strict";
import { join } from "node:path";
import { AssayError } from "../../../src/records/errors.ts";
import {
  CUDA_LIBRARIES,
  cudaLibraryOrigin,
} from "../../../src/platform/onnxruntime/cuda_libraries.ts";
import {
  CUDA_PROVIDER,
  placeCudaProvider,
  type PlaceOptions,
  type ProviderBuild,
  readProviderState,
} from "../../../src/platform/onnxruntime/cuda_provider.ts";
import { sha256Hex } from "../../../src/platform/files/hash.ts";
import { ONNX_RUNTIME_VERSION } from "../../../src/platform/onnxruntime/provider.ts";
import { startRegistry } from "../packages/loopback_registry.ts";

const LIBRARIES = { "libshared.so": "shared", "libcuda_provider.so": "provider\n".repeat(5_000) };

interface Scene {
  /** As if ONNX Runtime lay there. */
  readonly folder: string;
  readonly options: PlaceOptions;
  readonly requests: readonly string[];
  names(): string[];
}

/** A package of two made-up libraries on a registry, and a folder with a made-up ONNX Runtime. */
async function withPackage(run: (scene: Scene) => Promise<void>): Promise<void> {
  const home = await Deno.makeTempDir();
  const files: Record<string, string> = {
    "package.json": JSON.stringify({ name: "provider", version: "1.0.0" }),
  };
  for (const [name, text] of Object.entries(LIBRARIES)) files[`native/${name}`] = text;
  await using registry = startRegistry("provider", { files });
  const { integrity, url, requests } = registry;
  const build: ProviderBuild = {
    package: { name: "provider", version: "1.0.0", integrity, megabytes: 1 },
    folder: "native",
    libraries: Object.fromEntries(
      Object.entries(LIBRARIES).map(([name, text]) => [name, sha256Hex(text)]),
    ),
  };
  const folder = join(home, "onnxruntime");
  try {
    await Deno.mkdir(folder);
    await Deno.writeTextFile(join(folder, "libonnxruntime.so.1"), "");
    await run({
      folder,
      requests,
      options: {
        folder,
        build,
        home,
        npm: { registry: url, fetchTimeout: 2_000, fetchRetries: 0 },
      },
      names: () => [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
    });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test("the libraries are copied once, and not fetched again", async () => {
  await withPackage(async ({ folder, options, requests, names }) => {
    assert.equal(await readProviderState(options), "incomplete");
    await placeCudaProvider(options);
    assert.deepEqual(names(), ["libcuda_provider.so", "libonnxruntime.so.1", "libshared.so"]);
    for (const [name, text] of Object.entries(LIBRARIES)) {
      assert.equal(await Deno.readTextFile(join(folder, name)), text);
    }
    assert.equal(await readProviderState(options), "this build");
    const asked = requests.length;
    await placeCudaProvider(options);
    await Deno.remove(join(folder, "libshared.so")); // as when node_modules was made anew
    assert.equal(await readProviderState(options), "incomplete");
    await placeCudaProvider(options);
    assert.equal(await readProviderState(options), "this build");
    assert.equal(requests.length, asked);
  });
});

Deno.test("a different build is detected, and replaced on request", async () => {
  await withPackage(async ({ folder, options }) => {
    for (const name of Object.keys(LIBRARIES)) {
      await Deno.writeTextFile(join(folder, name), "other");
    }
    assert.equal(await readProviderState(options), "another build");
    await placeCudaProvider(options);
    assert.equal(await readProviderState(options), "this build");
  });
});

Deno.test("a package with a different hash is refused, and nothing is copied", async () => {
  await withPackage(async ({ options, names }) => {
    const build = options.build!;
    const integrity = `sha512-${btoa("x".repeat(64))}`;
    const wrong = { ...options, build: { ...build, package: { ...build.package, integrity } } };
    const error = await placeCudaProvider(wrong).then(() => null, (reason) => reason);
    assert.ok(error instanceof AssayError);
    assert.deepEqual([error.code, error.exitCode], ["PACKAGE_WRONG_HASH", 3]);
    assert.deepEqual(names(), ["libonnxruntime.so.1"]);
  });
});

Deno.test("without ONNX Runtime nothing is fetched", async () => {
  await withPackage(async ({ folder, options, requests }) => {
    await Deno.remove(join(folder, "libonnxruntime.so.1"));
    const error = await placeCudaProvider(options).then(() => null, (reason) => reason);
    assert.ok(error instanceof AssayError);
    assert.deepEqual([error.code, error.exitCode], ["ONNX_RUNTIME_MISSING", 4]);
    assert.deepEqual(requests, []);
  });
});

Deno.test("the pinned build is the one for the pinned ONNX Runtime, its provider last", () => {
  assert.equal(ONNX_RUNTIME_VERSION, "1.29.0");
  assert.equal(CUDA_PROVIDER.package.version, "0.4.9");
  assert.deepEqual(Object.keys(CUDA_PROVIDER.libraries), [
    "libonnxruntime_providers_shared.so",
    "libonnxruntime_providers_cuda.so",
  ]);
});

Deno.test("every library that the provider needs has a product to install", () => {
  for (const library of CUDA_LIBRARIES) assert.match(cudaLibraryOrigin(library), /CUDA 13/);
  assert.match(cudaLibraryOrigin("libcuda.so.1"), /driver/);
});
