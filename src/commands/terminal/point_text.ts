import { calibrated } from "../../analysis/operating_point/temperature.ts";
import type { RunPoint } from "../../evaluation/run_point.ts";
import { settingText } from "../../reports/sections/format.ts";
import { thresholdClause } from "../../reports/sections/operating_lines.ts";

/** Says which threshold and temperature were applied, and to what. */
export function pointText({ run, variant, plan, fitted, clip }: RunPoint): string {
  const { threshold, temperature } = fitted;
  const head = `Operating point of "${variant}" in ${run}, fitted on ${plan.fit}: ` +
    `decisions.csv has ${thresholdClause(fitted)}`;
  if (temperature.value === null) {
    return `${head}; no temperature (${temperature.reason}), so that submission.csv has P(fake) as it is.`;
  }
  const scaled = threshold === null || threshold === 0
    ? ""
    : `, where the threshold is ${
      settingText(calibrated(threshold, { temperature: temperature.value, clip }))
    }`;
  return `${head}; submission.csv has P(fake) with the temperature ${
    settingText(temperature.value)
  }${scaled}.`;
}
