// What a process has used, as Linux tells it.

import { readFileSync, writeFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** A gauge of one process: time of all its cores, and memory above where it stood. */
export class Gauge {
  constructor(pid) {
    this.pid = pid;
    this.start();
  }

  start() {
    // Makes the highest mark of memory begin at what is used now.
    writeFileSync(`/proc/${this.pid}/clear_refs`, '5');
    this.cpuBefore = this.#cpu();
    this.memoryBefore = this.#memory('VmRSS');
  }

  /** Milliseconds of CPU and MiB above the memory used, since the start. */
  read() {
    const grown = this.#memory('VmHWM') - this.memoryBefore;
    return { cpu: this.#cpu() - this.cpuBefore, memory: Math.max(grown, 0) };
  }

  /** The most memory since the start, in MiB. */
  peak() {
    return this.#memory('VmHWM');
  }

  /** MiB used beyond what was used at the start. */
  left() {
    return this.#memory('VmRSS') - this.memoryBefore;
  }

  #cpu() {
    // The name of the process may have spaces; what follows its bracket has none.
    const [, fields] = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ');
    const [user, system] = fields.split(' ').slice(11, 13).map(Number);
    return ((user + system) * 1000) / TICKS_PER_SECOND;
  }

  #memory(name) {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(status.match(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm'))[1]) / 1024;
  }
}
