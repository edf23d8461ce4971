import assert from "node:assert/strict";
import { join } from "node:path";
import { readHostFacts, readMemoryLeft } from "../../../src/platform/host/host_facts.ts";
import { inTemporaryFolder } from "../ffmpeg/made_video.ts";

Deno.test("the machine is described in full", () => {
  const { os, architecture, cpu, cores, memory, freeMemory, freeDisk } = readHostFacts();
  for (const text of [os, architecture, cpu]) assert.ok(text.length > 0);
  assert.ok(Number.isInteger(cores) && cores >= 1);
  assert.ok(freeMemory > 0 && freeMemory <= memory);
  assert.ok(freeDisk === null || freeDisk > 0);
});

/** What is left in a container whose group's files read so. */
async function leftWith(files: Readonly<Record<string, string>>): Promise<number | null> {
  let left: number | null = null;
  await inTemporaryFolder(async (folder) => {
    await Deno.mkdir(join(folder, "memory"));
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(folder, name), `${text}\n`);
    }
    left = readMemoryLeft(folder);
  });
  return left;
}

Deno.test("a container's memory limit counts, minus what is used and not reclaimable", async () => {
  assert.equal(await leftWith({}), null);
  const current = {
    "memory.current": "3000",
    "memory.stat": "anon 1\nactive_file 7\ninactive_file 500",
  };
  assert.equal(await leftWith({ ...current, "memory.max": "max" }), null);
  assert.equal(await leftWith({ ...current, "memory.max": "8000" }), 5500);
  assert.equal(await leftWith({ ...current, "memory.max": "2000" }), 0);
  assert.equal(
    await leftWith({
      "memory/memory.limit_in_bytes": "8000",
      "memory/memory.usage_in_bytes": "3000",
      "memory/memory.stat": "cache 3\ntotal_inactive_file 250",
    }),
    5250,
  );
});
