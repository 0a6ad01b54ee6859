/** Threads for the numeric engine, and V8's switch for relaxed SIMD: what lib/kernels needs of Node. */
import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { hasRelaxedSimd, RowEngine, type RowEngineOptions, type WorkerStarter } from "../kernels/index.js";

/** Starts a worker thread that does not keep the process alive. */
export const startWorker: WorkerStarter = (source, data) => {
  const worker = new Worker(`(${source})(process.getBuiltinModule("node:worker_threads").workerData)`, {
    eval: true,
    workerData: data,
  });
  worker.unref();
  return {
    stop() {
      void worker.terminate();
    },
  };
};

/**
 * Lets V8 compile relaxed SIMD where that is behind a flag (Node 20). Call it before any other WebAssembly is compiled;
 * returns whether the runtime has it now.
 */
export function enableRelaxedSimd(): boolean {
  if (!hasRelaxedSimd() && Number(process.versions.node.split(".")[0]) < 22)
    setFlagsFromString("--experimental-wasm-relaxed-simd");
  return hasRelaxedSimd();
}

/** An engine with relaxed SIMD where there is any, and a thread for every core unless told otherwise. */
export function nodeRowEngine(options: RowEngineOptions = {}): RowEngine {
  enableRelaxedSimd();
  return new RowEngine({ threads: availableParallelism(), startWorker, ...options });
}
