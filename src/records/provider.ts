/** Device type that runs networks. */
export type Provider = "cpu" | "cuda";

/** Providers that a user can request; `auto` is CUDA if it works, else CPU. */
export const PROVIDER_CHOICES = ["auto", "cpu", "cuda"] as const;
export type ProviderChoice = (typeof PROVIDER_CHOICES)[number];

export const PRECISIONS = ["fp32", "fp16"] as const;
/** Precision of a classifier's weights and arithmetic; inputs and outputs stay float32. */
export type Precision = (typeof PRECISIONS)[number];
