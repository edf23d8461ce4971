import { deepEqual as same, equal } from "node:assert/strict";
import { join } from "node:path";
import { openTree } from "../../../src/datasets/tree/open_tree.ts";
import { pictureList } from "../../../src/datasets/tree/picture_list.ts";
import { madeTar } from "../../platform/archives/made_archives.ts";
import { withFolder } from "../dataset_folder.ts";

Deno.test("listed pictures are a clip in their order, without those that are not there", () =>
  withFolder({ "s/2.png": "", "s/10.png": "", "t/1.png": "" }, async (folder) => {
    const tree = await openTree(folder, { followLinks: false });
    same(await pictureList(tree, ["s/10.png", "s/none.png", "t/1.png", "s/2.png"]), {
      kind: "frames",
      folder,
      names: ["s/10.png", "t/1.png", "s/2.png"],
    });
    equal(await pictureList(tree, ["s/none.png"]), null);
  }));

Deno.test("listed pictures of one archive are a clip; of an archive and a folder together they are none", () =>
  withFolder({ "s/0.png": "", "x.tar": "" }, async (folder) => {
    const archive = join(folder, "x.tar");
    Deno.writeFileSync(
      archive,
      madeTar([{ name: "q/1.png", content: "one" }, { name: "q/2.png", content: "2" }]),
    );
    const tree = await openTree(folder, { followLinks: false });
    same(await pictureList(tree, ["q/2.png", "q/1.png"]), {
      kind: "member_frames",
      archive,
      spans: [{ start: 1536, end: 1537 }, { start: 512, end: 515 }],
    });
    equal(await pictureList(tree, ["q/2.png", "s/0.png"]), null);
  }));
