import assert from "node:assert/strict";
import { deLongOf } from "../../../src/analysis/comparison/delong.ts";
import { mcNemarP, mcNemarTest } from "../../../src/analysis/comparison/mcnemar.ts";
import { swapTests } from "../../../src/analysis/comparison/swap_test.ts";
import { placementsOf } from "../../../src/metrics/placements.ts";
import { METRICS } from "../../../src/metrics/registry.ts";
import { generatedItems, hashed, type ItemGenerator } from "../../../src/parity/generated_items.ts";
import { sharedJson, sharedTest } from "../../shared_data.ts";

interface GoldenPair {
  readonly name: string;
  readonly n: number;
  readonly y?: readonly number[];
  readonly p1?: readonly number[];
  readonly p2?: readonly number[];
  readonly generator?: Omit<ItemGenerator, "seed"> & { readonly seed1: number; seed2: number };
  readonly delong: {
    readonly auc1: number;
    readonly auc2: number;
    readonly var1: number;
    readonly var2: number;
    readonly cov: number;
    readonly z: number | null;
    readonly pTwoSided: number | null;
  };
  readonly mcnemar: { readonly b: number; readonly c: number; readonly pExactTwoSided: number };
  readonly logLossDifference: {
    readonly meanDifference: number;
    readonly permutations?: number;
    readonly pTwoSided?: number;
    readonly pLess?: number;
    readonly pGreater?: number;
  };
}

interface Golden {
  readonly paired: readonly GoldenPair[];
  readonly mcnemar: readonly { b: number; c: number; pExactTwoSided: number }[];
  readonly datasets: readonly {
    readonly name: string;
    readonly y?: readonly number[];
    readonly p?: readonly number[];
    readonly generator?: ItemGenerator;
    readonly delong: {
      readonly auc: number;
      readonly variance: number | null;
    } | null;
  }[];
}

const CLIP = 0.01;

sharedTest("DeLong's test equals the golden one on every pair", () => {
  for (const pair of golden().paired) {
    const { labels, first, second } = scoresOf(pair);
    const { aucs, variances, covariance, z, pTwoSided } = deLongOf(
      placementsOf({ labels, probabilities: first }),
      placementsOf({ labels, probabilities: second }),
    );
    const { auc1, auc2, var1, var2, cov, ...expected } = pair.delong;
    assertClose(aucs[0].value, auc1, { name: pair.name });
    assertClose(aucs[1].value, auc2, { name: pair.name });
    assertClose(variances[0].value, var1, { name: pair.name });
    assertClose(variances[1].value, var2, { name: pair.name });
    assertClose(covariance.value, cov, { name: pair.name });
    assertClose(z.value, expected.z, { name: pair.name });
    assertClose(pTwoSided.value, expected.pTwoSided, { name: pair.name, tolerance: 1e-8 });
  }
});

sharedTest("an AUC and its DeLong variance equal the golden ones on every data set", () => {
  const withVariance = golden().datasets.filter(({ delong }) => delong !== null);
  assert.ok(withVariance.length > 30);
  for (const { name, y, p, generator, delong } of withVariance) {
    const items = generator
      ? generatedItems(generator)
      : { labels: Uint8Array.from(y ?? []), probabilities: Float64Array.from(p ?? []) };
    const placements = placementsOf(items);
    const { aucs, variances } = deLongOf(placements, placements);
    assertClose(aucs[0].value, delong?.auc ?? null, { name });
    assertClose(variances[0].value, delong?.variance ?? null, { name });
  }
});

sharedTest("McNemar's exact test equals the golden one on every pair and every table", () => {
  const { paired, mcnemar } = golden();
  for (const pair of paired) {
    const { labels, first, second } = scoresOf(pair);
    const test = mcNemarTest(
      [{ probabilities: first, decision: 0.5 }, { probabilities: second, decision: 0.5 }],
      { labels },
    );
    assert.equal(test.onlyFirstRight, pair.mcnemar.b, pair.name);
    assert.equal(test.onlySecondRight, pair.mcnemar.c, pair.name);
    const tolerance = 1e-8;
    assertClose(test.pTwoSided, pair.mcnemar.pExactTwoSided, { name: pair.name, tolerance });
  }
  assert.equal(mcnemar.length, 14);
  for (const { b, c, pExactTwoSided } of mcnemar) {
    assertClose(mcNemarP(b, c), pExactTwoSided, { name: `${b}, ${c}`, tolerance: 1e-8 });
  }
});

sharedTest("differences of log losses equal the golden ones", () => {
  for (const pair of golden().paired) {
    const { labels, first, second } = scoresOf(pair);
    const [a, b] = [first, second].map((probabilities) =>
      METRICS.logLoss.compute({ labels, probabilities }, { decision: 0.5, clip: CLIP }).value
    );
    assert.ok(a !== null && b !== null);
    assertClose(a! - b!, pair.logLossDifference.meanDifference, { name: pair.name });
  }
});

sharedTest("the exact swap test equals the golden sign-flip p-values", () => {
  const enumerated = golden().paired.filter(({ logLossDifference }) =>
    logLossDifference.permutations !== undefined
  );
  assert.ok(enumerated.length >= 8);
  for (const pair of enumerated) {
    const { videos, first, second } = scoresOf(pair);
    const test = swapTests(
      "logLoss",
      [[{ probabilities: first, decision: 0.5 }, { probabilities: second, decision: 0.5 }]],
      { videos, swaps: 0, seed: 0, clip: CLIP },
    )[0]!;
    const { pTwoSided, pLess, pGreater } = pair.logLossDifference;
    assert.ok(test.reason === null && test.exact, pair.name);
    assertClose(test.pTwoSided, pTwoSided ?? null, { name: pair.name, tolerance: 1e-12 });
    assertClose(test.pLess, pLess ?? null, { name: pair.name, tolerance: 1e-12 });
    assertClose(test.pGreater, pGreater ?? null, { name: pair.name, tolerance: 1e-12 });
  }
});

function golden(): Golden {
  const read = sharedJson<Golden>("golden", "metrics.json");
  assert.equal(read.paired.length, 15);
  return read;
}

/** Every video is a group of its own. */
function scoresOf({ y, p1, p2, generator }: GoldenPair) {
  const { labels, first, second } = generator
    ? mixedScores(generator)
    : { labels: Uint8Array.from(y ?? []), first: p1 ?? [], second: p2 ?? [] };
  const videos = { labels, groups: Array.from(labels, (_, k) => `${k}`) };
  return { labels, videos, first: Float64Array.from(first), second: Float64Array.from(second) };
}

function mixedScores({ seed1, seed2, ...generator }: NonNullable<GoldenPair["generator"]>) {
  const { labels, probabilities } = generatedItems({ ...generator, seed: seed1 });
  const second = probabilities.map((p, k) => 0.5 * p + 0.5 * hashed(k, seed2));
  return { labels, first: probabilities, second };
}

function assertClose(
  actual: number | null,
  expected: number | null,
  { name, tolerance = 1e-9 }: { readonly name: string; readonly tolerance?: number },
): void {
  const message = `${name}: ${actual} instead of ${expected}`;
  if (actual === null || expected === null) assert.equal(actual, expected, message);
  else assert.ok(Math.abs(actual - expected) <= tolerance * Math.abs(expected) + 1e-15, message);
}
