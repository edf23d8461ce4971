import { equal, match } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentDifferences } from "../../src/analysis/comparison/fact_differences.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import type { RunManifest } from "../../src/records/manifest.ts";
import { fakeRun } from "../runs/fake_run.ts";
import { assay, denoCommand } from "./run_assay.ts";

function textOf(name: string): string {
  return readFileSync(join(projectRoot(), name), "utf8");
}

const { version } = JSON.parse(textOf("deno.json"));

Deno.test("every way to ask for the version prints that of deno.json", async () => {
  for (const args of [["eval", "--version"], ["models", "list", "--version"]]) {
    const { code, stdout, stderr } = await assay(args);
    equal(`${code} ${stdout}`, `0 ${version}\n`, stderr);
  }
  for (const word of ["version", "--version"]) {
    const { stdout } = await denoCommand("eval", ["main.ts", word]).output();
    equal(new TextDecoder().decode(stdout), `${version}\n`);
  }
});

Deno.test("the changelog's newest version is that of deno.json", () => {
  const [newest] = textOf("CHANGELOG.md").match(/^## \[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/m) ?? [];
  match(newest ?? "", new RegExp(`^## \\[${version.replaceAll(".", "\\.")}\\] - `));
});

Deno.test("a comparison names another version, and a run that is older than the field", () => {
  const { manifest } = fakeRun({ videos: 1 });
  const versionDifference = (before: RunManifest, after: RunManifest) =>
    JSON.stringify(environmentDifferences(before, after));
  const at = (assayVersion: string) => ({
    ...manifest,
    versions: { ...manifest.versions, assayVersion },
  });
  equal(versionDifference(at("0.2.0"), at("0.2.0")), "[]");
  equal(
    versionDifference(at("0.2.0"), at("0.3.0")),
    '[{"path":"versions.assayVersion","before":"0.2.0","after":"0.3.0"}]',
  );
  const { assayVersion: _, ...older } = manifest.versions;
  equal(
    versionDifference({ ...manifest, versions: older }, at("0.2.0")),
    '[{"path":"versions.assayVersion","before":null,"after":"0.2.0"}]',
  );
});
