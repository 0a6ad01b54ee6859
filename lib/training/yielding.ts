/**
 * Lets the event loop run: timers, sockets, the buttons of a panel. A yield costs some microseconds while a small step
 * takes 300, so the loop yields by time, once 10 ms have passed, rather than after every step.
 */

/** The loop yields once so many milliseconds have passed since the last time. */
export const yieldAfter = 10;

/** Node's, which a browser does not have. */
const { setImmediate: immediate } = globalThis as { setImmediate?: (callback: () => void) => void };

/** Resolves after the event loop has run. Browsers hold timers back by 4 ms, so there it is a message to ourselves. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (immediate !== undefined) immediate(resolve);
    else {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    }
  });
}
