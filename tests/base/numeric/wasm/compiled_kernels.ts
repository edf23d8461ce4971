import { readFileSync } from "node:fs";
import { join } from "node:path";
import asc from "assemblyscript/asc";
import { projectRoot } from "../../../../src/platform/files/project.ts";

const folder = join(projectRoot(), "src", "base", "numeric", "wasm");
const SOURCES = [
  ...["area_means", "area_resize", "boxes", "cubic_resize", "half_size", "jpeg", "normalise"],
] as const;

/** The committed module with the compiled kernels. */
export const kernelsModule = join(folder, "pixel_kernels_module.ts");

/** The text of that module, compiled anew from the AssemblyScript files beside it. */
export async function compileKernels(): Promise<string> {
  const sources = new Map<string, string>(
    SOURCES.map((name) => [`${name}.ts`, readFileSync(join(folder, `${name}.as`), "utf8")]),
  );
  sources.set("kernels.ts", SOURCES.map((name) => `export * from "./${name}";`).join("\n"));
  let binary: Uint8Array | null = null;
  const { error, stderr } = await asc.main(
    [
      ...["kernels.ts", "--outFile", "kernels.wasm", "--runtime", "stub", "--noAssert"],
      ...["--optimizeLevel", "3", "--shrinkLevel", "0", "--converge", "--enable", "simd"],
    ],
    {
      readFile: (name) => sources.get(name) ?? null,
      writeFile: (_name, contents) => {
        binary = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error || binary === null) throw new Error(`${stderr}`, { cause: error });
  return moduleText(binary);
}

function moduleText(binary: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...binary));
  const lines = base64.match(/.{1,94}/g)!.map((line) => `  "${line}"`);
  return [
    "/**",
    " * The compiled AssemblyScript files of this folder, in base64. Update it with",
    " * `deno test -A tests/base/numeric/wasm/pixel_kernels_test.ts -- --update`.",
    " */",
    `export const PIXEL_KERNELS =\n${lines.join(" +\n")};`,
    "",
  ].join("\n");
}
