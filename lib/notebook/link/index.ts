/** The link to a tslab kernel. To import this in one attaches it; elsewhere nothing happens. */
import { attachLink } from "./attach.js";
import type { Comms } from "./comms.js";
import { findTslab } from "./findTslab.js";

export type { Comm, CommData, Comms, CommTarget } from "./comms.js";
export { trainingTarget } from "./trainingComms.js";

/**
 * The comms of the kernel that this code runs in: two-way channels to the page. Undefined outside a kernel, and in one of
 * another version of tslab than the link knows.
 */
export function notebookComms(): Comms | undefined {
  const tslab = findTslab();
  return tslab && attachLink(tslab)?.comms;
}

notebookComms();
