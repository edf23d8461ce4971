import type { Settings } from "../../../src/records/manifest.ts";
import { type FakeRun, fakeRun } from "../../runs/fake_run.ts";
import { HOSTILE } from "../../analysis/summary/fake_summary.ts";

/** A run in which every text that can come from outside is hostile. */
export function hostileRun(): FakeRun {
  const evil = HOSTILE[0] + HOSTILE[1] + HOSTILE[3];
  const variants: Readonly<Record<string, Settings>> = { [evil]: {}, [`b ${evil}`]: { frames: 8 } };
  const run = fakeRun({ videos: 20, filenames: HOSTILE, variants });
  const { manifest } = run;
  return {
    records: run.records.map((record, i) => ({
      ...record,
      tags: {
        [evil]: HOSTILE[(i >> 1) % HOSTILE.length]!,
        ...i % 2 ? { [`m ${evil}`]: evil } : {},
      },
      group: evil,
      split: evil,
      variants: record.variants.map((verdict) => ({ ...verdict, error: evil, branch: evil })),
    })),
    manifest: {
      ...manifest,
      command: ["eval", evil],
      config: { evil },
      dataset: { ...manifest.dataset, name: evil, split: evil },
      models: manifest.models.map((model) => ({ ...model, name: evil, limits: evil })),
      host: { ...manifest.host, cpu: evil },
      versions: { ...manifest.versions, assay: evil },
      warnings: [evil],
    },
  };
}
