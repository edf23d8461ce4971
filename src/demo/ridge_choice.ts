import { compareCodePoints } from "../base/text/compare_code_points.ts";
import { logLossOf } from "../base/numeric/statistics/log_loss_of.ts";
import { fitLogisticRegression, type LabelledRows, logit, sigmoid } from "./logistic_regression.ts";

/** Labelled rows with the group of each. */
export interface GroupedRows extends LabelledRows {
  readonly groups: readonly string[];
}

export interface RidgeChoice {
  readonly ridge: number;
  /** Mean log loss on rows whose group was left out of the fit. */
  readonly logLoss: number;
}

/** Limit of probabilities, so that a wrong certainty has a finite loss. */
const CLIP = 1e-6;

/**
 * Chooses the ridge with the lowest log loss on left-out groups, by cross-validation. Groups are assigned to
 * folds in the order of their names, so that no group is in two folds.
 * @param options `ridges` to try, at least one; `folds`: at least 2, at most the number of groups
 */
export function chooseRidge(
  data: GroupedRows,
  { ridges, folds }: { readonly ridges: readonly number[]; readonly folds: number },
): RidgeChoice {
  const groups = [...new Set(data.groups)].sort(compareCodePoints);
  if (folds < 2 || folds > groups.length) {
    throw new RangeError(`${folds} folds need at least as many groups, not ${groups.length}`);
  }
  const foldOf = new Map(groups.map((group, i) => [group, i % folds]));
  const choices = ridges.map((ridge) => {
    let loss = 0;
    for (let fold = 0; fold < folds; fold++) {
      const isLeftOut = data.groups.map((group) => foldOf.get(group) === fold);
      const model = fitLogisticRegression(rowsWhere(data, (i) => !isLeftOut[i]), ridge);
      loss += totalLoss(rowsWhere(data, (i) => isLeftOut[i]!), (row) => logit(model, row));
    }
    return { ridge, logLoss: loss / data.rows.length };
  });
  return choices.reduce((best, next) => next.logLoss < best.logLoss ? next : best);
}

function rowsWhere({ rows, labels }: LabelledRows, keep: (i: number) => boolean): LabelledRows {
  return {
    rows: rows.filter((_, i) => keep(i)),
    labels: labels.filter((_, i) => keep(i)),
  };
}

function totalLoss({ rows, labels }: LabelledRows, logitOf: (row: Float64Array) => number): number {
  return rows.reduce((sum, row, i) => {
    const truth = labels[i] === 1 ? 1 : 0;
    return sum + logLossOf(sigmoid(logitOf(row)), { truth, clip: CLIP });
  }, 0);
}
