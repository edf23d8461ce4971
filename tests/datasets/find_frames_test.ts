import { deepEqual as same, equal } from "node:assert/strict";
import { join } from "node:path";
import { findFrames } from "../../src/datasets/find_frames.ts";
import { openTree } from "../../src/datasets/tree/open_tree.ts";
import { madeTar } from "../platform/archives/made_archives.ts";
import { withFolder } from "./dataset_folder.ts";

async function found(folder: string, paths: readonly string[]) {
  const tree = await openTree(folder, { followLinks: false });
  return await findFrames(paths, { tree, lists: new Map() });
}

Deno.test("listed pictures are a clip in their order, without those that are not there", () =>
  withFolder({ "s/2.png": "", "s/10.png": "", "t/1.png": "" }, async (folder) => {
    same(await found(folder, ["s/10.png", "s/none.png", "t/1.png", "s/2.png"]), {
      source: { kind: "frames", folder, names: ["s/10.png", "t/1.png", "s/2.png"] },
      missing: 1,
    });
    same(await found(folder, ["s/none.png"]), { source: null, missing: 1 });
  }));

Deno.test("names begin in the deepest folder of all pictures, and equal ones are one list", () =>
  withFolder({ "a/1.png": "", "a/2.png": "", "b/1.png": "", "b/2.png": "" }, async (folder) => {
    const tree = await openTree(folder, { followLinks: false });
    const lists = new Map<string, readonly string[]>();
    const find = async (name: string) => {
      const { source } = await findFrames([`${name}/1.png`, `${name}/2.png`], { tree, lists });
      return source?.kind === "frames" ? source : null;
    };
    const [a, b] = [await find("a"), await find("b")];
    same(a, { kind: "frames", folder: join(folder, "a"), names: ["1.png", "2.png"] });
    equal(a?.names, b?.names);
  }));

Deno.test("listed pictures of one archive are a clip; of an archive and another place together they are none", () =>
  withFolder({ "s/0.png": "", "x.tar": "", "y.tar": "" }, async (folder) => {
    const archive = join(folder, "x.tar");
    const pictures = (names: readonly string[]) =>
      madeTar(names.map((name, i) => ({ name, content: i === 0 ? "one" : "2" })));
    Deno.writeFileSync(archive, pictures(["q/1.png", "q/2.png"]));
    Deno.writeFileSync(join(folder, "y.tar"), pictures(["r/1.png"]));
    same(await found(folder, ["q/2.png", "q/1.png", "q/3.png"]), {
      source: {
        kind: "member_frames",
        archive,
        spans: [{ start: 1536, end: 1537 }, { start: 512, end: 515 }],
      },
      missing: 1,
    });
    for (const other of ["s/0.png", "r/1.png"]) {
      same(await found(folder, ["q/2.png", other]), { source: null, missing: 2 }, other);
    }
  }));
