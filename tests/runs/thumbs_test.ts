import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import type { Thumbnail } from "../../src/records/thumbnail.ts";
import { readThumbs, THUMBS_FOLDER, thumbsFolder, writeThumbs } from "../../src/runs/thumbs.ts";
import { withFolder } from "./with_folder.ts";

const JPEG = Uint8Array.of(0xff, 0xd8, 1, 2, 3, 0xff, 0xd9);

function thumbnail(frame: number, face: number, jpeg = JPEG): Thumbnail {
  return { frame, face, jpeg };
}

Deno.test("thumbnails come back by frame and face, each video its own", () =>
  withFolder((folder) => {
    writeThumbs(folder, "a/b.mp4", [thumbnail(100, 0), thumbnail(9, 1), thumbnail(9, 0)]);
    writeThumbs(folder, "a_b.mp4", [thumbnail(3, 0)]);
    const places = (filename: string) =>
      readThumbs(folder, filename).map(({ frame, face }) => [frame, face]);
    assert.deepEqual(places("a/b.mp4"), [[9, 0], [9, 1], [100, 0]]);
    assert.deepEqual(places("a_b.mp4"), [[3, 0]]);
    assert.deepEqual(readThumbs(folder, "a/b.mp4")[0]!.jpeg, JPEG);
    assert.deepEqual(places("never seen.mp4"), []);
    const path = join(folder, thumbsFolder("a_b.mp4"), "3-0.jpg");
    assert.deepEqual(Deno.readFileSync(path), JPEG);
  }));

Deno.test("whatever a video is called, its thumbnails stay in a folder of their own", () => {
  const names = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom("..", ".", "../../x.mp4", "a\0b", "-rf", 'q"\n.mp4', "C:\\x.mp4", "é.mp4"),
  );
  fc.assert(fc.property(names, (name) => {
    assert.match(thumbsFolder(name), /^thumbs\/[A-Za-z0-9_-]{17,77}$/);
  }));
  fc.assert(fc.property(names, names, (a, b) => {
    assert.equal(thumbsFolder(a) === thumbsFolder(b), a === b);
  }));
});

Deno.test("a second attempt replaces what the first one left, and leaves nothing beside", () =>
  withFolder((folder) => {
    writeThumbs(folder, "v.mp4", [thumbnail(1, 0), thumbnail(2, 0)]);
    writeThumbs(folder, "v.mp4", [thumbnail(5, 0)]);
    assert.deepEqual(readThumbs(folder, "v.mp4").map(({ frame }) => frame), [5]);
    assert.equal(readdirSync(join(folder, THUMBS_FOLDER)).length, 1);
    writeThumbs(folder, "faceless.mp4", []);
    assert.equal(readdirSync(join(folder, THUMBS_FOLDER)).length, 1);
  }));

Deno.test("torn thumbnails and strange files are passed over", () =>
  withFolder((folder) => {
    writeThumbs(folder, "v.mp4", [thumbnail(1, 0), thumbnail(2, 0)]);
    const path = join(folder, thumbsFolder("v.mp4"), "1-0.jpg");
    writeFileSync(path, JPEG.subarray(0, 5));
    writeFileSync(join(dirname(path), "notes.txt"), "x");
    assert.deepEqual(readThumbs(folder, "v.mp4").map(({ frame }) => frame), [2]);
  }));

Deno.test("a folder that cannot be written is a tool's failure, said in one line", () =>
  withFolder((folder) => {
    writeFileSync(join(folder, THUMBS_FOLDER), "a file in the way");
    assert.throws(() => writeThumbs(folder, "v.mp4", [thumbnail(1, 0)]), {
      code: "THUMBNAILS_NOT_WRITTEN",
      exitCode: 4,
    });
  }));
