import type { VideoRecord } from "../../../src/records/run_result.ts";
import type { Tags } from "../../../src/records/video.ts";
import {
  COMPARE_RUNS_DEFAULTS,
  compareRuns,
} from "../../../src/analysis/comparison/compare_runs.ts";
import { comparableRun } from "../../../src/runs/comparable_run.ts";
import type { FakeRun } from "../../runs/fake_run.ts";
import { journalOf } from "../summary/fake_summary.ts";
import { taggedRun } from "../slices/tagged_run.ts";

/** Videos of a group. */
const OF_GROUP = 2;
/** Videos of a person. */
const OF_PERSON = 8;

/** A real video and its fake in each group, four groups to a person; identity is a tag. */
export function nestedRun(people: number, { seed = 1 } = {}): FakeRun {
  const variants = { reference: {}, quick: { frames: 8 }, mean: { pooling: "mean" } };
  const run = taggedRun({ videos: people * OF_PERSON, variants, facesPerVideo: 2, seed }, tagsOf);
  return withGroups(run, (place) => `g${Math.floor(place / OF_GROUP)}`);
}

function tagsOf({ label }: VideoRecord, place: number): Tags {
  return {
    identity: `p${Math.floor(place / OF_PERSON)}`,
    ...label === "FAKE" ? { method: `m${place % 3}` } : {},
  };
}

/** The same run of a dataset that states people as its groups, and nothing of levels. */
export function groupedByPeople(run: FakeRun): FakeRun {
  return asking(withGroups(run, (place) => `p${Math.floor(place / OF_PERSON)}`), "group");
}

function withGroups(run: FakeRun, groupOf: (place: number) => string): FakeRun {
  const records = run.records.map((record, place) => ({ ...record, group: groupOf(place) }));
  return { ...run, records };
}

/** The same run with a level in its config. */
export function asking(run: FakeRun, independent: string): FakeRun {
  const config = { ...Object(run.manifest.config), independent };
  return { ...run, manifest: { ...run.manifest, config } };
}

/** A comparison of two such runs. */
export function comparisonOf(before: FakeRun, after: FakeRun) {
  const comparable = (run: FakeRun, name: string) =>
    comparableRun(run.manifest, journalOf(run), { name });
  const options = { ...COMPARE_RUNS_DEFAULTS, draws: 200, swaps: 199 };
  return compareRuns(comparable(before, "A"), comparable(after, "B"), options);
}
