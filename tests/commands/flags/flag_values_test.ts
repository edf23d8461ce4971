import { deepEqual, equal, match, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { inFolder } from "../in_folder.ts";
import { assay, errorCode } from "../run_assay.ts";

/** Values that are not allowed, by command and flag, each with what the remedy must name. */
const SHARED = {
  "--limit": ["ten", "0", "-1", "1.5", "9999999999", "first:0", "first:", "last:3"],
  "--provider": ["gpu", "CPU"],
  "--set": ["frames", "=8", "frames="],
  "--model": ["a b", "demo,,meso4"],
  "--config": [" "],
  "--dataset": [" "],
  "--split": [" "],
  "--variant": [" "],
  "--threads": ["none", "0"],
};
const RUN = {
  ...SHARED,
  "--workers": ["0", "2.0"],
  "--cache": ["maybe", "true"],
  "--out": [" "],
  "--resume": [" "],
};
const { "--dataset": _, "--split": __, ...PREDICT } = RUN;
const WRONG: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  eval: { ...RUN, "--repeat-baseline": ["0", "two"] },
  plan: { ...SHARED, "--workers": ["x"] },
  "predict no-such-folder": PREDICT,
  check: {
    ...RUN,
    "--baseline": ["a b", ".hidden"],
    "--accept": ["a/b", "x.json"],
    "--reason": ["  "],
    "--run": [" "],
    "--junit": [" "],
    "--summary": [" "],
  },
  bench: {
    ...SHARED,
    "--repeats": ["0"],
    "--seconds": ["-1", "long", "1e9"],
    "--warm-up": ["0.5", "1001"],
    "--seed": ["4294967296"],
    "--size": ["big", "0x5", "1920"],
    "--videos": ["1,x", "0"],
    "--variants": [","],
    "--out": [" "],
    "--compare": [" "],
  },
  "compare no-such-run no-such-run": { "--variant": [" "], "--out": [" "] },
  parity: { "--golden": [" "], "--stage": [" "] },
  "models build efficientnet-b0": {
    "--seed": ["-1", "4294967296"],
    "--size": ["0", "31", "4097"],
    "--precision": ["fp8", "fp32,fp8"],
  },
  "models fetch selim-b7-111": { "--precision": [""], "--from": [" "] },
  "models import no-such-file.pth": {
    "--family": [" "],
    "--card": [" "],
    "--name": ["a/b", "Upper"],
    "--size": ["1e3"],
    "--precision": ["half"],
    "--mean": ["1,2", "a", "1,2,3,4"],
    "--std": ["0,1,1", "-1"],
    "--scale": ["0", "1/0", "1/2/3"],
    "--channels": ["GBR"],
    "--activation": ["tanh"],
  },
};

/** Flags and arguments that cannot be combined, or that name something unknown. */
const MISUSES: readonly (readonly [args: string, says: RegExp])[] = [
  ["eval --resume --out no-such-folder", /--out cannot be combined with --resume/],
  ["predict no-such-folder --variant a --variant b", /--variant is given 2 times.*Give it once/],
  ["predict no-such-folder --dataset demo", /unknown option '--dataset'/],
  ["check --dataset no-such-dataset", /--baseline is missing/],
  ["check --run no-such-run --accept main", /--accept needs a reason/],
  ["bench stgaes", /no bench subject "stgaes"\. Did you mean "stages"\?/],
  ["parity --stage smapling", /no stage "smapling"\. Did you mean "sampling"\?/],
  ["parity --json --markdown", /--markdown and --json cannot be combined/],
  ["models import no-such-file.onnx --family meso4", /--family applies to weights files only/],
  ["models import no-such-file.pth --scale 1", /--scale applies to ONNX files only/],
  ["models import no-such-file.pth", /--family is missing.*efficientnet-b7/],
  ["models import no-such-file.pth --card x", /--card applies to ONNX files only/],
  ["models import no-such-file.pth --family meso4", /--name is missing/],
  [
    "models import no-such-file.pth --family mseo4 --name a",
    /unknown family "mseo4"\. Did you mean "meso4"/,
  ],
  ["models import no-such-file.pth --family meso4 --name a --size 64", /256 pixels only/],
  ["models build dmeo", /model "dmeo" cannot be built\. Did you mean "demo"\?/],
  ["datasets build x", /dataset "x" cannot be built\. Choose one of: demo/],
  ["models", /missing subcommand/],
];

/** Command lines with one value that is not allowed, and a dataset that does not exist where it has one. */
const LINES = Object.entries(WRONG).flatMap(([command, flags]) =>
  Object.entries(flags).flatMap(([flag, values]) =>
    values.map((value) => {
      const dataset = /^(eval|plan|check|bench)/.test(command) && flag !== "--dataset"
        ? ["--dataset", "no-such-dataset"]
        : [];
      return { flag, value, args: [...command.split(" "), ...dataset, flag, value] };
    })
  )
);

/**
 * Calls commands in one process that may read Assay's own code and nothing else: a command that opens a file,
 * makes a folder or starts a program before it refuses a value ends with another error.
 */
async function outcomes(
  lines: readonly (readonly string[])[],
): Promise<readonly { readonly code: number; readonly text: string }[]> {
  const root = projectRoot();
  const program = `
    import { cli } from "${join(root, "src", "commands", "cli.ts")}";
    for (const args of ${JSON.stringify(lines)}) {
      const code = await cli(args);
      console.error("exit " + code);
    }`;
  const readable = ["src", "node_modules", "deno.json"].map((name) => join(root, name));
  const child = new Deno.Command("deno", {
    args: ["run", "--quiet", "--no-prompt", `--allow-read=${readable}`, "-"],
    cwd: root,
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(program));
  await writer.close();
  const { stderr } = await child.output();
  return new TextDecoder().decode(stderr).split(/\n(?=error\[)/).map((text) => ({
    text,
    code: Number(/^exit (\d+)$/m.exec(text)?.[1] ?? -1),
  }));
}

Deno.test("the error about a wrong value names the flag and comes before any file is opened", async () => {
  const found = await outcomes(LINES.map(({ args }) => args));
  equal(found.length, LINES.length, found.at(-1)?.text ?? "");
  found.forEach(({ text, code }, i) => {
    const { flag, value, args } = LINES[i]!;
    equal(code, 2, `${args.join(" ")}: ${text}`);
    const refused = value === ""
      ? `error[USAGE]: the value after ${flag} is empty. Give `
      : `error[USAGE]: invalid value "${value}" for ${flag}. Give `;
    ok(text.startsWith(refused), `${args.join(" ")}: ${text}`);
    equal(text.trim().split("\n").length, 2, "one line, then the exit code");
  });
});

Deno.test("flags that cannot be combined are an error before any file is opened", async () => {
  const found = await outcomes(MISUSES.map(([args]) => args.split(" ")));
  equal(found.length, MISUSES.length);
  found.forEach(({ text, code }, i) => {
    const [args, says] = MISUSES[i]!;
    equal(code, 2, `${args}: ${text}`);
    match(text, says, args);
    ok(text.startsWith("error[USAGE]: "), text);
  });
});

Deno.test("a parameter of --set that does not exist is refused before the dataset and any folder", () =>
  inFolder(async (folder) => {
    const out = join(folder, "out");
    const missing = ["--dataset", "no-such-dataset", "--set", "frmes=8"];
    for (
      const args of [
        ["eval", ...missing, "--out", out],
        ["predict", "no-such-folder", "--set", "frmes=8", "--out", out],
        ["plan", ...missing],
        ["bench", ...missing, "--out", out],
        ["check", ...missing, "--baseline", "no-such-baseline", "--junit", join(out, "x.xml")],
      ]
    ) {
      const outcome = await assay(args);
      deepEqual([outcome.code, errorCode(outcome)], [2, "CONFIG_UNKNOWN_KEY"], outcome.stderr);
      match(outcome.stderr, /--set: frmes is not a parameter\. Did you mean "frames"\?/);
    }
    ok(!existsSync(out));
  }));
