import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyCheckout } from "../../pipeline/copied_checkout.ts";
import { type FakeRun, fakeRun } from "../../runs/fake_run.ts";
import { writeRun } from "../../runs/written_run.ts";
import { assayIn } from "../check_ground.ts";
import { inFolder } from "../in_folder.ts";
import { errorCode } from "../run_assay.ts";

const METHODS = ["Deepfakes", "FaceSwap"] as const;

/** A run of 40 videos whose fakes are of two methods; FaceSwap's get P(fake) lower by `shift`. */
function runWith(shift: number): FakeRun {
  const made = fakeRun({ videos: 40, facesPerVideo: 1, variants: { reference: {} } });
  let fakes = 0;
  const records = made.records.map((record) => {
    const isFake = record.label === "FAKE";
    const method = METHODS[fakes % 2]!;
    if (isFake) fakes += 1;
    const by = isFake && method === "FaceSwap" ? shift : 0;
    return {
      ...record,
      ...(isFake && { tags: { method } }),
      variants: record.variants.map((verdict) => ({
        ...verdict,
        ...{ status: "ok" as const, fallback: null, error: null },
        probability: (isFake ? 0.8 : 0.2) - by,
      })),
    };
  });
  return { ...made, records };
}

/** A checkout with the baseline `main` and a run in which FaceSwap got worse, judged by these gates. */
async function ground(folder: string) {
  copyCheckout(folder);
  writeRun(join(folder, "before"), runWith(0));
  writeRun(join(folder, "after"), runWith(0.3));
  const accepted = await assayIn(folder, [
    ...["check", "--run", "before", "--accept", "main", "--reason", "as it was"],
  ]);
  equal(accepted.code, 0, accepted.stderr);
}

/** Judges that run. */
function judge(folder: string, slices: unknown, more: readonly string[] = []) {
  const off = { drift: false, coverage: false, digests: false, timing: false, auc: false };
  const gates = { ...off, logLoss: { maxIncrease: 0.5 }, slices };
  const config = { version: 1, dataset: "demo", model: "demo", variants: { reference: {} }, gates };
  writeFileSync(join(folder, "eval.jsonc"), JSON.stringify(config));
  return assayIn(folder, ["check", "--baseline", "main", "--run", "after", ...more]);
}

Deno.test("check fails for a slice that got worse although the whole is within its limit, and names it", () =>
  inFolder(async (folder) => {
    await ground(folder);
    equal((await judge(folder, false)).code, 0);
    const gates = { tags: ["method"], logLoss: { maxIncrease: 0.1 } };
    const failed = await judge(folder, gates, [
      "--junit",
      "out/check.xml",
      "--summary",
      "out/check.md",
    ]);
    equal(failed.code, 1, failed.stderr);
    match(failed.stdout, /FAIL +log loss, method = FaceSwap/);
    match(failed.stdout, /2 of the \d+ verdicts are on 2 slices/);
    const junit = readFileSync(join(folder, "out/check.xml"), "utf8");
    match(junit, /name="log loss, method = FaceSwap"><failure/);
    match(junit, /name="log loss, method = Deepfakes"\/>/);
    match(readFileSync(join(folder, "out/check.md"), "utf8"), /method = FaceSwap/);
    const json = JSON.parse((await judge(folder, gates, ["--json"])).stdout);
    same(
      json.verdicts.flatMap(({ slice, outcome }: { slice?: { value: string }; outcome: string }) =>
        slice === undefined ? [] : [[slice.value, outcome]]
      ),
      [["Deepfakes", "pass"], ["FaceSwap", "fail"]],
    );
    const compared = await assayIn(folder, ["compare", "main", "after"]);
    equal(compared.code, 0, compared.stderr);
    match(compared.stdout, /Slices by .*method/);
    match(compared.stdout, /method = FaceSwap .* worse/);
    ok(!/method = Deepfakes .* worse/.test(compared.stdout));
  }));

Deno.test("check refuses slices by a tag that no video has, and says which was meant", () =>
  inFolder(async (folder) => {
    await ground(folder);
    const refused = await judge(folder, { tags: ["methd"] });
    same([refused.code, errorCode(refused)], [2, "TAG_UNKNOWN"]);
    match(
      refused.stderr,
      /Did you mean "method"\? A run made for this check can be judged again with --run\./,
    );
    const unlike = await judge(folder, { tags: ["weather"] });
    match(unlike.stderr, /The tags are .*method/);
    const wrong = await judge(folder, { methods: ["x"] });
    equal(wrong.code, 2);
    match(wrong.stderr, /gates\.slices\.methods is not a key of the config/);
  }));
