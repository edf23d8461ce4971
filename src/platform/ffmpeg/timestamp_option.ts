/**
 * Names of the option that makes ffmpeg write each frame exactly once; by default it repeats or drops frames to keep
 * a constant rate. Versions up to 8 know the first name, versions from 5.1 on the second.
 */
export const TIMESTAMP_OPTIONS = ["-vsync", "-fps_mode"] as const;
export type TimestampOption = (typeof TIMESTAMP_OPTIONS)[number];

/** Whether ffmpeg stopped because it does not know the first name. */
export function lacksOption(complaints: unknown): boolean {
  return typeof complaints === "string" && complaints.includes("Unrecognized option 'vsync'");
}
