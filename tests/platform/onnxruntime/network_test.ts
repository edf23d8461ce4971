import assert from "node:assert/strict";
import { type Network, sessionPerShape } from "../../../src/platform/onnxruntime/network.ts";

/** Networks that note which shapes they saw and whether they were released. */
function noted() {
  const made: { shapes: string[]; released: boolean }[] = [];
  const open = (): Network => {
    const notes = { shapes: [] as string[], released: false };
    made.push(notes);
    return {
      run(feeds) {
        assert.ok(!notes.released, "a released session is not run");
        const image = feeds.image!;
        notes.shapes.push(image.dims.join("x"));
        return Promise.resolve({ out: image });
      },
      release() {
        assert.ok(!notes.released, "a session is released once");
        notes.released = true;
        return Promise.resolve();
      },
    };
  };
  return { made, open };
}

const image = (side: number) => ({ image: { data: new Float32Array(side), dims: [1, side] } });

Deno.test("each session receives one shape, and the session that was open first is used", async () => {
  const { made, open } = noted();
  const network = sessionPerShape(() => Promise.resolve(open()), { first: open(), most: 4 });
  for (const side of [1, 2, 1, 3, 2, 1]) {
    assert.equal((await network.run(image(side))).out!.data.length, side);
  }
  assert.deepEqual(made.map(({ shapes }) => shapes), [["1x1", "1x1", "1x1"], ["1x2", "1x2"], [
    "1x3",
  ]]);
  await network.release();
  assert.ok(made.every(({ released }) => released));
});

Deno.test("the least recently used session is closed first", async () => {
  const { made, open } = noted();
  const network = sessionPerShape(() => Promise.resolve(open()), { first: open(), most: 2 });
  for (const side of [1, 2, 1, 3, 1]) await network.run(image(side));
  assert.deepEqual(made.map(({ released }) => released), [false, true, false]);
  await network.release();
  assert.ok(made.every(({ released }) => released));
});

Deno.test("a network that never ran is released too", async () => {
  const { made, open } = noted();
  await sessionPerShape(() => Promise.resolve(open()), { first: open(), most: 2 }).release();
  assert.deepEqual(made.map(({ released }) => released), [true]);
});
