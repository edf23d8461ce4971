/** Colours of a chart, in CSS. Classes and stages use the colour-blind-safe palette of Okabe and Ito. */
export interface ChartLook {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  /** Background. */
  readonly back: string;
  readonly better: string;
  readonly worse: string;
  readonly real: string;
  readonly fake: string;
  /** Colours by stage; stages that are not timed have none. */
  readonly stages: Readonly<Record<"decode" | "detect" | "crop" | "classify", string>>;
  /** Colours of the curves of several variants. */
  readonly series: readonly string[];
}

/** Looks in report.html: variables of its style sheet, so that charts follow the theme. */
export const PAGE_LOOK: ChartLook = {
  ink: "var(--ink)",
  soft: "var(--soft)",
  line: "var(--line)",
  back: "var(--card)",
  better: "var(--better)",
  worse: "var(--worse)",
  real: "var(--real)",
  fake: "var(--fake)",
  stages: {
    decode: "var(--decode)",
    detect: "var(--detect)",
    crop: "var(--crop)",
    classify: "var(--classify)",
  },
  series: [0, 1, 2, 3, 4, 5].map((i) => `var(--series-${i})`),
};

/** Looks in a file: readable on a white background of its own, whatever page shows it. */
export const FILE_LOOK: ChartLook = {
  ink: "#1c1d1f",
  soft: "#62656b",
  line: "#e0e0da",
  back: "#ffffff",
  better: "#0b5cad",
  worse: "#b94700",
  real: "#0072b2",
  fake: "#d55e00",
  stages: { decode: "#0072b2", detect: "#e69f00", crop: "#009e73", classify: "#cc79a7" },
  series: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"],
};
