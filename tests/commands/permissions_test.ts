import { deepEqual as same, equal, ok } from "node:assert/strict";
import { denoCommand, denoJson, taskPermissions } from "./run_assay.ts";

/** Tries what a task must not do and prints what was refused. */
const PROBE = `
const tries = {
  connect: () => Deno.connect({ hostname: "127.0.0.1", port: 8080 }),
  fetch: () => fetch("http://127.0.0.1:8080/"),
  listen: async () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  shell: () => new Deno.Command("/bin/sh", { args: ["-c", "true"] }).output(),
  deno: () => new Deno.Command(Deno.execPath(), { args: ["--version"] }).output(),
  library: async () => Deno.dlopen("/lib/x86_64-linux-gnu/libc.so.6", { getpid: { parameters: [], result: "i32" } }),
  environment: async () => Deno.env.get("HOME"),
};
const refused = [];
for (const [name, attempt] of Object.entries(tries)) {
  try { await attempt(); } catch (error) { if (error instanceof Deno.errors.NotCapable) refused.push(name); }
}
console.log(JSON.stringify(refused));
`;

for (
  const task of [
    "eval",
    "plan",
    "predict",
    "compare",
    "check",
    "report",
    "scores",
    "bench",
    "parity",
    "doctor",
  ]
) {
  Deno.test(`${task} opens no connection, runs no other program and loads no other library`, async () => {
    const probe = await Deno.makeTempFile({ suffix: ".ts" });
    try {
      await Deno.writeTextFile(probe, PROBE);
      const { stdout, stderr } = await denoCommand(task, [probe]).output();
      const text = new TextDecoder().decode(stdout);
      ok(text, new TextDecoder().decode(stderr));
      same(JSON.parse(text), [
        "connect",
        "fetch",
        "listen",
        "shell",
        "deno",
        "library",
        "environment",
      ]);
    } finally {
      await Deno.remove(probe);
    }
  });
}

Deno.test("only setup, models, datasets and cuda reach the network", () => {
  const online = ["setup", "models", "datasets", "cuda"];
  for (const task of online) equal(taskPermissions(task).net, true);
  for (const [task, { command }] of Object.entries(denoJson().tasks)) {
    if (online.includes(task) || !command.includes("main.ts")) continue;
    equal(taskPermissions(task).net, undefined, task);
  }
});

Deno.test("no set gives more than a task needs", () => {
  const { permissions } = denoJson();
  const tools = [".assay/bin/ffmpeg", ".assay/bin/ffprobe"];
  for (const task of ["setup", "parity", "scores"]) same(taskPermissions(task).run, tools, task);
  for (const task of ["compare", "report"]) {
    same(Object.keys(taskPermissions(task)), ["read", "write", "env"], task);
  }
  for (const task of ["eval", "plan", "predict", "check", "bench", "doctor"]) {
    same(taskPermissions(task).run, [...tools, "/usr/bin/nvidia-smi"], task);
  }
  const schemas = ["eval.schema.json", "card.schema.json"];
  same(taskPermissions("schema"), { read: true, write: schemas });
  for (const [name, { ffi, net }] of Object.entries(permissions)) {
    ok(ffi !== true, name);
    if (name.startsWith("test")) same(net, ["127.0.0.1", "localhost"]);
  }
});
