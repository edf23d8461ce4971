/**
 * The option by which ffmpeg writes out each frame once, whatever the timestamps say: any other way it repeats or drops
 * frames to keep a rate. Its names, of which every version knows at least one: the first up to 8, the second from 5.1 on.
 */
export const TIMESTAMP_OPTIONS = ["-vsync", "-fps_mode"] as const;
export type TimestampOption = (typeof TIMESTAMP_OPTIONS)[number];

/** Whether ffmpeg stopped because it does not know the option by its first name. */
export function lacksOption(complaints: unknown): boolean {
  return typeof complaints === "string" && complaints.includes("Unrecognized option 'vsync'");
}
