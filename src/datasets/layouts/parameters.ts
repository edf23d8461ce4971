export const LAYOUTS = ["dfdc", "csv", "unlabelled"] as const;
export type LayoutName = (typeof LAYOUTS)[number];
