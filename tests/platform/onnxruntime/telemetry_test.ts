import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { denoCommand } from "../../commands/run_assay.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";

const root = pathToFileURL(`${projectRoot()}/`);
const probe = new URL("src/platform/onnxruntime/cpu_probe.ts", root);
const session = new URL("src/platform/onnxruntime/onnx_session.ts", root);

/** Opens a network by the library alone, and as Assay does. */
const BY_ITSELF = `
  import { InferenceSession } from "onnxruntime-node";
  import { cpuProbe } from "${probe}";
  await (await InferenceSession.create(cpuProbe())).release();`;
const BY_ASSAY = `
  import { warmRuntime } from "${session}";
  await warmRuntime();`;

/** Runs a script with a home and a folder for temporary files of its own. @returns what ONNX Runtime left there */
async function leftBehind(script: string): Promise<readonly string[]> {
  const folder = await Deno.makeTempDir();
  const file = join(projectRoot(), ".assay", `${crypto.randomUUID()}.ts`); // where packages are found
  try {
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeTextFile(file, script);
    const PATH = Deno.env.get("PATH")!;
    const env = { HOME: folder, XDG_CACHE_HOME: folder, TMPDIR: folder, PATH };
    const { success, stderr } = await denoCommand("eval", [file], { env, clearEnv: true }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    return await tracesIn(folder);
  } finally {
    await Deno.remove(file).catch(() => {});
    await Deno.remove(folder, { recursive: true });
  }
}

/** Files of ONNX Runtime's telemetry in a folder: what it has to send, and its log. */
async function tracesIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) found.push(...await tracesIn(join(folder, name)));
    else if (/^onnxruntime\.db|^mat-debug|^deviceid$/.test(name)) found.push(name);
  }
  return found;
}

Deno.test("ONNX Runtime's telemetry is off, although it is on by default", async () => {
  assert.deepEqual(await leftBehind(BY_ASSAY), []);
  assert.notDeepEqual(await leftBehind(BY_ITSELF), [], "telemetry has other names now, or is gone");
});
