import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/files/project.ts";
import { fakeRun } from "../runs/fake_run.ts";
import { writeRun } from "../runs/written_run.ts";
import { sharedTest } from "../shared_data.ts";
import { inFolder } from "./in_folder.ts";
import { denoJson, type Outcome, taskFlags } from "./run_assay.ts";

interface Registry {
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  /** Runs a task with arguments, with nothing in Deno's cache and this as npm's registry. */
  task(args: readonly string[], cwd?: string): Promise<Outcome>;
}

/** Runs a test beside an npm registry that has no package and notes what it is asked for. */
async function withEmptyRegistry(
  test: (registry: Registry, folder: string) => Promise<void>,
): Promise<void> {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, ({ url }) => {
    asked.push(new URL(url).pathname);
    return new Response(null, { status: 404 });
  });
  await inFolder(async (folder) => {
    const env = {
      HOME: folder, // without the user's .npmrc
      DENO_DIR: join(folder, "cache"),
      NPM_CONFIG_REGISTRY: `http://127.0.0.1:${server.addr.port}`,
      DENO_NO_UPDATE_CHECK: "1",
      NO_COLOR: "1",
    };
    await test({ asked, task: (args, cwd = projectRoot()) => runTask(args, { cwd, env }) }, folder);
  });
  await server.shutdown();
}

async function runTask(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Outcome> {
  const command = new Deno.Command("deno", { args: ["task", ...args], stdin: "null", ...options });
  const { code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

Deno.test("a command asks npm's registry nothing once the packages are installed", () =>
  withEmptyRegistry(async ({ asked, task }, folder) => {
    const run = join(folder, "run");
    writeRun(run, fakeRun({ videos: 4, facesPerVideo: 1, variants: { reference: {} } }));
    const calls = [
      ["compare", run, run],
      ["report", run],
      ["models", "list"],
      ["datasets", "list"],
    ];
    for (const args of calls) {
      const { code, stderr } = await task(args);
      equal(code, 0, stderr);
      ok(!stderr.includes("Download"), stderr);
      deepEqual(asked, [], args.join(" "));
    }
  }));

sharedTest(
  "parity asks npm's registry nothing once the packages are installed",
  () =>
    withEmptyRegistry(async ({ asked, task }) => {
      const { code, stderr } = await task(["parity", "--stage", "sampling"]);
      equal(code, 0, stderr);
      ok(!stderr.includes("Download"), stderr);
      deepEqual(asked, []);
    }),
);

Deno.test("parity without golden data asks npm's registry nothing either, and says what is missing", () =>
  withEmptyRegistry(async ({ asked, task }, folder) => {
    const golden = join(folder, "golden");
    const { code, stderr } = await task(["parity", "--stage", "sampling", "--golden", golden]);
    equal(code, 3, stderr);
    match(stderr, /GOLDEN_MISSING/);
    deepEqual(asked, []);
  }));

Deno.test("what people see before a command's output is one line without permissions", () =>
  withEmptyRegistry(async ({ task }) => {
    const { stderr } = await task(["models", "list"]);
    match(stderr, /^Task models deno run [^\n]{1,100}\n$/);
    ok(!stderr.includes("--allow"), stderr);
  }));

Deno.test("in a fresh checkout the packages are installed before the command starts", () =>
  withEmptyRegistry(async ({ asked, task }, folder) => {
    const checkout = join(folder, "checkout");
    mkdirSync(checkout);
    for (const name of ["deno.json", "deno.lock"]) {
      copyFileSync(join(projectRoot(), name), join(checkout, name));
    }
    const { code, stderr } = await task(["compare", "a", "b"], checkout);
    notEqual(code, 0);
    ok(asked.some((path) => path.includes("commander")), stderr);
  }));

Deno.test("no task lets a program look for packages by itself", () => {
  for (const [name, { command }] of Object.entries(denoJson().tasks)) {
    if (!/deno (run|test|bench)/.test(command)) continue;
    ok(taskFlags(name).includes("--node-modules-dir=manual"), name);
  }
});
