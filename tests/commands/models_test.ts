import { deepEqual, equal, match, ok } from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/files/project.ts";
import { madeCard, madeClassifier } from "../stages/classifiers/made_classifier.ts";
import { seededTensors, writeSafetensors } from "../models/networks/made_safetensors.ts";
import { inFolder } from "./in_folder.ts";
import { builtTest } from "../demo/small_demo.ts";
import { assay, errorCode } from "./run_assay.ts";

const models = join(projectRoot(), "models");

Deno.test("an ONNX file is imported, listed and verified, and found out when it changes", () =>
  inFolder(async (folder) => {
    const name = `test-${crypto.randomUUID()}`;
    const [file, card] = [join(folder, "mine.onnx"), join(folder, "card.json")];
    writeFileSync(file, madeClassifier());
    writeFileSync(card, JSON.stringify(madeCard()));
    const home = { ASSAY_HOME: join(folder, "home") };
    try {
      const args = ["models", "import", file, "--card", card, "--name", name];
      const made = await assay([...args, "--precision", "fp32,fp16"], home);
      equal(made.code, 0, made.stderr);
      match(made.stdout, new RegExp(`^made models/${name}: fp32, fp16; float16 changes P`));
      equal(errorCode(await assay(args, home)), "MODEL_EXISTS");

      const row = async () => {
        const { stdout } = await assay(["models", "list", "--json"], home);
        return JSON.parse(stdout).find((one: { name: string }) => one.name === name);
      };
      const { precisions, state, from } = await row();
      deepEqual([precisions, state, from], ["fp32, fp16", "verified", "tests"]);
      const whole = await assay(["models", "verify", name], home);
      deepEqual([whole.code, whole.stdout.slice(0, 9)], [0, "ok       "]);

      const own = join(models, name, `${name}.onnx`);
      const bytes = readFileSync(own);
      bytes[bytes.length - 1]! ^= 1;
      writeFileSync(own, bytes);
      equal((await row()).state, "changed, verified");
      const broken = await assay(["models", "verify", name], home);
      deepEqual([broken.code, errorCode(broken)], [3, "MODEL_CHANGED"]);
    } finally {
      await Deno.remove(join(models, name), { recursive: true }).catch(() => {});
    }
  }));

Deno.test("weights without --family: recognised by their names, or asked for where those do not tell", () =>
  inFolder(async (folder) => {
    const name = `test-${crypto.randomUUID()}`;
    const home = { ASSAY_HOME: join(folder, "home") };
    const path = join(folder, "b0.safetensors");
    const run = (...more: string[]) =>
      assay(["models", "import", path, "--name", name, "--precision", "fp32", ...more], home);
    try {
      const winners = seededTensors("b0", 1);
      const timm = winners.filter(({ name }) => !name.startsWith("encoder.classifier."))
        .map((one) => ({
          ...one,
          name: one.name.replace("encoder.", "").replace("fc.", "classifier."),
        }));
      writeSafetensors(path, timm);
      const asked = await run();
      deepEqual([asked.code, errorCode(asked)], [2, "USAGE"]);
      match(asked.stderr, /do not tell tf-efficientnet-b0 from efficientnet-b0/);
      match(asked.stderr, /Give --family tf-efficientnet-b0 if .*else --family efficientnet-b0/);
      writeSafetensors(path, winners);
      const made = await run();
      equal(made.code, 0, made.stderr);
      match(made.stderr, /has the names of tf-efficientnet-b0/);
      const { architecture, notes } = JSON.parse(
        readFileSync(join(models, name, "card.json"), "utf8"),
      );
      equal(architecture, "tf-efficientnet-b0");
      match(notes.join(" "), /TensorFlow's padding, epsilon 0\.001/);
      const missing = await run("--replace", "--weights", "ema");
      deepEqual([missing.code, errorCode(missing)], [3, "WEIGHTS_MISSING"]);
    } finally {
      await Deno.remove(join(models, name), { recursive: true }).catch(() => {});
    }
  }));

Deno.test("a broken card is an error only for its own model, and is listed", () =>
  inFolder(async (folder) => {
    const random = crypto.randomUUID();
    const [whole, broken] = [`test-whole-${random}`, `test-broken-${random}`];
    const home = { ASSAY_HOME: join(folder, "home") };
    const [file, card] = [join(folder, "mine.onnx"), join(folder, "card.json")];
    writeFileSync(file, madeClassifier());
    writeFileSync(card, JSON.stringify(madeCard()));
    try {
      mkdirSync(join(models, broken));
      writeFileSync(join(models, broken, "card.json"), "{");
      const made = await assay(["models", "import", file, "--card", card, "--name", whole], home);
      equal(made.code, 0, made.stderr);
      equal((await assay(["models", "verify", whole], home)).code, 0);
      for (const action of ["verify", "fetch"]) {
        const refused = await assay(["models", action, broken], home);
        deepEqual([refused.code, errorCode(refused)], [3, "MODEL_CARD_BROKEN"], action);
        match(refused.stderr, new RegExp(`models/${broken}/card\\.json: is not JSON`));
      }
      const unknown = await assay(["models", "fetch", "selim-b7-112"], home);
      match(unknown.stderr, /Did you mean "selim-b7-111"\?/);
      const { code, stdout, stderr } = await assay(["models", "list"], home);
      equal(code, 0);
      match(stdout, new RegExp(`^${broken} +- +- +- +broken card`, "m"));
      match(stderr, new RegExp(`^warning: models/${broken}/card\\.json: is not JSON`, "m"));
    } finally {
      for (const name of [whole, broken]) {
        await Deno.remove(join(models, name), { recursive: true }).catch(() => {});
      }
    }
  }));

Deno.test("the models that can be fetched are listed before they are", async () => {
  const { code, stdout } = await assay(["models", "list"]);
  equal(code, 0);
  match(stdout, /^name +network +precisions +megabytes +state +from$/m);
  match(
    stdout,
    /^selim-b7-111 +tf-efficientnet-b7 .*selimsef\/dfdc_deepfake_challenge, release 0\.0\.1$/m,
  );
});

Deno.test("a file that is no weights is told by name before a name is asked for", () =>
  inFolder(async (folder) => {
    const path = join(folder, "best.tflite");
    writeFileSync(path, "\x1c\0\0\0TFL3".padEnd(100, "\0"));
    const { code, stderr } = await assay(["models", "import", path]);
    equal(code, 3, stderr);
    match(stderr, /a TensorFlow Lite file\. Convert it with `python -m tf2onnx\.convert/);
  }));

/** What a user may get wrong, and what Assay answers. */
const MISTAKES: readonly {
  readonly args: readonly string[];
  readonly exit: number;
  readonly code: string;
  readonly says: RegExp;
}[] = [
  {
    args: ["fetch", "selim-b7-112"],
    exit: 2,
    code: "USAGE",
    says: /Did you mean "selim-b7-111"\?/,
  },
  {
    args: ["fetch", "selim-b7-111", "--replace", "--from", "tests"],
    exit: 3,
    code: "FILE_NOT_READ",
    says: /final_111_DeepFakeClassifier_tf_efficientnet_b7_ns_0_36/,
  },
  { args: ["fetch", "meso4-df", "--precision", "fp8"], exit: 2, code: "USAGE", says: /fp8/ },
  { args: ["import", "a.onnx"], exit: 3, code: "FILE_NOT_READ", says: /a\.onnx/ },
  { args: ["import", "a.pth", "--scale", "1"], exit: 2, code: "USAGE", says: /--scale/ },
  { args: ["import", "a.onnx", "--mean", "1,2"], exit: 2, code: "USAGE", says: /three numbers/ },
  { args: ["import", "a.onnx", "--std", "0"], exit: 2, code: "USAGE", says: /above 0/ },
  { args: ["import", "a.onnx", "--scale", "1/0"], exit: 2, code: "USAGE", says: /1\/255/ },
  { args: ["import", "tests"], exit: 3, code: "MODEL_NOT_FOUND", says: /no ONNX file/ },
  { args: ["card", "dmeo"], exit: 3, code: "MODEL_MISSING", says: /Did you mean "demo"\?/ },
  { args: ["card", "mtcnn"], exit: 2, code: "USAGE", says: /face detector/ },
  {
    args: ["card", "demo", "--set", "name=other"],
    exit: 2,
    code: "USAGE",
    says: /folder's, models\/demo/,
  },
  {
    args: ["card", "demo", "--set", "output.indx=1"],
    exit: 3,
    code: "MODEL_CARD_BROKEN",
    says: /output\.indx is not a key of a card\. Did you mean "index"\?/,
  },
  { args: ["import", "a.onnx", "--family", "meso4"], exit: 2, code: "USAGE", says: /--family/ },
  { args: ["import", "a.pth"], exit: 2, code: "USAGE", says: /efficientnet-b7, meso4/ },
  { args: ["import", "a.pth", "--family", "meso4"], exit: 2, code: "USAGE", says: /--name/ },
  {
    args: ["import", "a.pth", "--name", "a"],
    exit: 3,
    code: "FILE_NOT_READ",
    says: /a\.pth/,
  },
  {
    args: ["import", "a.h5", "--name", "a"],
    exit: 2,
    code: "USAGE",
    says: /--family meso4 or --family mesoinception4/,
  },
  {
    args: ["import", "a.onnx", "--weights", "ema"],
    exit: 2,
    code: "USAGE",
    says: /--weights applies to weights files only/,
  },
  {
    args: ["import", "a.pth", "--family", "efficientnet-8", "--name", "a"],
    exit: 2,
    code: "USAGE",
    says: /Did you mean "efficientnet-b/,
  },
  {
    args: ["import", "a.pth", "--family", "efficientnet-b7", "--name", "a"],
    exit: 3,
    code: "FILE_NOT_READ",
    says: /a\.pth/,
  },
  { args: ["import", "a.onnx", "--card", "none"], exit: 3, code: "FILE_NOT_READ", says: /none/ },
  {
    args: ["import", "a.onnx", "--card", "main.ts"],
    exit: 3,
    code: "MODEL_CARD_BROKEN",
    says: /not JSON/,
  },
  {
    args: ["build", "efficientnet-b9"],
    exit: 2,
    code: "USAGE",
    says: /Did you mean "efficientnet-b0"/,
  },
  {
    args: ["build", "efficientnet-b0", "--seed", "4294967296"],
    exit: 2,
    code: "USAGE",
    says: /--seed/,
  },
  { args: ["build", "efficientnet-b0", "--size", "0"], exit: 2, code: "USAGE", says: /--size/ },
  {
    args: ["build", "selim-b7-111"],
    exit: 2,
    code: "USAGE",
    says: /is not built\. Run `deno task models fetch selim-b7-111 --replace`/,
  },
  {
    args: ["fetch", "demo"],
    exit: 2,
    code: "USAGE",
    says: /cannot be fetched\. Run `deno task models build demo`/,
  },
  { args: ["verify", "dmeo"], exit: 3, code: "MODEL_MISSING", says: /Did you mean "demo"\?/ },
];

for (const { args, exit, code, says } of MISTAKES) {
  Deno.test(`models ${args.join(" ")}: ${code}`, async () => {
    const outcome = await assay(["models", ...args]);
    deepEqual([outcome.code, errorCode(outcome)], [exit, code], outcome.stderr);
    match(outcome.stderr, says);
    ok(!existsSync(join(models, "a")));
  });
}

builtTest(
  "import, verify and evaluation refuse a card that does not fit its graph, with the same words",
  () =>
    inFolder(async (folder) => {
      const name = `test-${crypto.randomUUID()}`;
      const home = { ASSAY_HOME: join(folder, "home") };
      const place = join(models, name);
      const config = join(folder, "eval.jsonc");
      const card = {
        schemaVersion: 1,
        ...madeCard({ name }),
        output: { name: "logits", activation: "softmax", index: 0, polarity: "fake" },
        files: { fp32: { path: "mine.onnx", sha256: null } },
      };
      try {
        mkdirSync(place);
        writeFileSync(join(place, "mine.onnx"), madeClassifier());
        writeFileSync(join(place, "card.json"), JSON.stringify(card));
        writeFileSync(
          config,
          JSON.stringify({ version: 1, dataset: "demo", model: name, variants: { only: {} } }),
        );
        const file = join(place, "mine.onnx");
        const other = ["--name", `${name}-2`, "--card", join(place, "card.json")];
        const outcomes = [
          await assay(["models", "verify", name], home),
          await assay(["plan", "--config", config], home),
          await assay(["models", "import", file, ...other], home),
        ];
        const lines = outcomes.map(({ stderr }) => /^error\[.*$/m.exec(stderr)?.[0]);
        match(
          lines[0]!,
          /^error\[MODEL_UNFIT\]: mine\.onnx .* one column, whose softmax is always 1/,
        );
        deepEqual(lines, [lines[0], lines[0], lines[0]]);
        deepEqual(outcomes.map(({ code }) => code), [3, 3, 3]);
      } finally {
        rmSync(place, { recursive: true, force: true });
      }
    }),
);
