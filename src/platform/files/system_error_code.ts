/** Returns the operating system's code of an error, such as `ENOSPC`; else the error's name. */
export function systemErrorCode(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? (cause as Error).name;
}
