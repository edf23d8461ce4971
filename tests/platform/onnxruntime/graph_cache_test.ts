import { deepEqual, equal, ok } from "node:assert/strict";
import { existsSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { GraphBuilder } from "../../../src/models/onnx/graph_builder.ts";
import { optimisedGraph } from "../../../src/platform/onnxruntime/graph_cache.ts";
import { loadRuntime, sessionOptions } from "../../../src/platform/onnxruntime/onnx_session.ts";
import { modelBytes } from "../../models/onnx/run_graph.ts";
import { inTemporaryHome } from "../../temporary_home.ts";
import { manualClock } from "../host/manual_clock.ts";

const SESSION = sessionOptions({ provider: "cpu", threads: 1 });

/** After so long a file that was not written to counts as settled, even where this test takes a while. */
const SETTLED_MS = 600_000;

/** A network of its own for each number, some kilobytes. */
function writeModel(folder: string, number: number): string {
  const graph = new GraphBuilder("numbered");
  const x = graph.input("image", { type: "float32", shape: ["batch", 8, 4, 4] });
  const data = Float32Array.from({ length: 8 * 8 * 9 }, (_, i) => Math.sin(i * number));
  const w = graph.constant("w", { type: "float32", shape: [8, 8, 3, 3], data });
  graph.output(graph.node("Conv", [x, w], { name: "conv", pads: [1, 1, 1, 1] }));
  const path = join(folder, `${number}.onnx`);
  Deno.writeFileSync(path, modelBytes(graph.build()));
  return path;
}

Deno.test("the least recently used graphs are evicted; recent ones stay whatever the limit", () =>
  inTemporaryHome(async (home) => {
    const runtime = await loadRuntime();
    const clock = manualClock(Date.now());
    const options = { folder: join(home, "graphs"), session: SESSION, limit: 1, clock };
    const graphOf = async (number: number) => {
      const path = await optimisedGraph(runtime, writeModel(home, number), options);
      ok(path !== null && existsSync(path));
      return path;
    };
    const [first, second, third] = [await graphOf(1), await graphOf(2), await graphOf(3)];
    deepEqual([first, second, third].map(existsSync), [true, true, true], "all are just made");

    for (const path of [first, second]) utimesSync(path, 1000, 1000);
    clock.advance(SETTLED_MS);
    equal(await graphOf(1), first);
    const lock = join(options.folder, ".lock");
    utimesSync(lock, 1000, 1000);
    await graphOf(4);
    deepEqual([first, second, third].map(existsSync), [true, false, true]);
    ok(existsSync(lock), "what is no graph is left alone");
    equal(await graphOf(2), second, "it is made again");
  }));
