/** Opens a file under an exclusive lock, waiting until it is free; creates it if missing. */
export async function openLocked(path: string): Promise<Deno.FsFile> {
  for (;;) {
    const file = await Deno.open(path, { create: true, read: true, write: true });
    await file.lock(true);
    if (await hasName(file, path)) return file;
    file.close(); // the process that held the lock has finished; the path now names another file or none
  }
}

/** Opens an existing file under an exclusive lock; `null`: it is missing, or a process holds it. */
export async function tryOpenLocked(path: string): Promise<Deno.FsFile | null> {
  const file = await Deno.open(path, { read: true, write: true }).catch(() => null);
  if (file === null) return null;
  if (await file.tryLock(true).catch(() => false) && await hasName(file, path)) return file;
  file.close();
  return null;
}

async function hasName(file: Deno.FsFile, path: string): Promise<boolean> {
  const { ino } = await file.stat();
  const named = await Deno.stat(path).catch(() => null);
  return named?.ino === ino;
}
