/** A process with all that it started, at one moment. */
export interface ProcessTree {
  /** Processor time so far, milliseconds, with that of processes that ended and were waited for. */
  readonly cpuMs: number;
  /**
   * Resident memory; pages that two programs share count twice. A process that has been forked and has not yet become
   * a program of its own has the pages of its parent: none of its own.
   */
  readonly bytes: number;
}

const PAGE_BYTES = 4096;
/** Of /proc's clock, on every Linux that Deno runs on. */
const TICK_MS = 10;
/** The flag of a process that has been forked and has not yet become a program (Linux, `PF_FORKNOEXEC`). */
const FORKED_ONLY = 0x40;

interface Process extends ProcessTree {
  readonly pid: number;
  readonly parent: number;
}

/** What Linux says of a process and its descendants; of a process that has ended: nothing, 0 and 0. */
export function processTree(root: number): ProcessTree {
  const processes = [...Deno.readDirSync("/proc")].map(({ name }) => Number(name))
    .filter(Number.isInteger).map(processOf).filter((process) => process !== null);
  const within = new Set([root]);
  for (let before = 0; before < within.size;) {
    before = within.size;
    for (const { pid, parent } of processes) if (within.has(parent)) within.add(pid);
  }
  const tree = processes.filter(({ pid }) => within.has(pid));
  return {
    cpuMs: tree.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    bytes: tree.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** See proc(5); `null` when it has ended meanwhile. */
function processOf(pid: number): Process | null {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // from the third on
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    const isProgram = (Number(fields[6]) & FORKED_ONLY) === 0;
    return {
      ...{ pid, parent: Number(fields[1]), cpuMs: ticks * TICK_MS },
      bytes: isProgram ? Number(fields[21]) * PAGE_BYTES : 0,
    };
  } catch {
    return null;
  }
}
