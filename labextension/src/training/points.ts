/**
 * The points of one curve: steps in ascending order and their values, in typed arrays that grow by half. Points of the run
 * folder are settled: they stand for good. Those behind them came from the kernel just now, thinned perhaps, and stand in
 * until the file has them. A step has one point, whatever the source and however often it is told.
 */

/** At most so many points that no file will settle; beyond, every second of them goes. */
export const mostLive = 20_000;

/** One curve's points. */
export class Points {
  private allSteps = new Float64Array(64);
  private allValues = new Float64Array(64);
  private count = 0;
  private settledCount = 0;

  get length(): number {
    return this.count;
  }

  /** How many of the points, from the first on, are those of the run folder. */
  get settled(): number {
    return this.settledCount;
  }

  /** A view up to now. */
  get steps(): Float64Array {
    return this.allSteps.subarray(0, this.count);
  }

  /** A view up to now. */
  get values(): Float64Array {
    return this.allValues.subarray(0, this.count);
  }

  /** Takes a point from the kernel; what the folder has already, or is no number, is left out. */
  add(step: number, value: number): void {
    if (!Number.isFinite(value)) return;
    if (this.settledCount > 0 && step <= this.allSteps[this.settledCount - 1]) return;
    if (this.count === 0 || step > this.allSteps[this.count - 1]) this.append(step, value);
    else this.insert(step, value);
    if (this.count - this.settledCount > mostLive) this.thin();
  }

  /** Takes a point from the run folder; the steps must come in ascending order. Live points up to it go. */
  settle(step: number, value: number): void {
    if (!Number.isFinite(value)) return;
    const at = this.settledCount;
    if (at < this.count && this.allSteps[at] > step) this.insert(step, value);
    else {
      let passed = at;
      while (passed < this.count && this.allSteps[passed] <= step) passed++;
      if (passed === at) this.append(step, value);
      else {
        this.allSteps[at] = step;
        this.allValues[at] = value;
        this.remove(at + 1, passed);
      }
    }
    this.settledCount = at + 1;
  }

  /** Drops the live points up to a step: the folder is known to hold all there are till then. */
  dropLive(upTo: number): void {
    let end = this.settledCount;
    while (end < this.count && this.allSteps[end] <= upTo) end++;
    this.remove(this.settledCount, end);
  }

  /** Drops what comes after a step, as a resume from there supersedes it. */
  dropAfter(step: number): void {
    while (this.count > 0 && this.allSteps[this.count - 1] > step) this.count--;
    this.settledCount = Math.min(this.settledCount, this.count);
  }

  /** Nothing is settled any more, and nothing is there. */
  clear(): void {
    this.count = 0;
    this.settledCount = 0;
  }

  /** Becomes the sum of two curves, at the steps that both have. */
  takeSum(one: Points, other: Points): void {
    this.clear();
    const [a, b] = [one.steps, other.steps];
    for (let i = 0, j = 0; i < a.length && j < b.length; ) {
      if (a[i] === b[j]) this.settle(a[i], one.values[i++] + other.values[j++]);
      else if (a[i] < b[j]) i++;
      else j++;
    }
  }

  /** The index of the first point at or after a step; `length` where there is none. */
  indexOf(step: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.allSteps[middle] < step) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The index of the point whose step is nearest; -1 where there are no points. */
  nearest(step: number): number {
    const after = this.indexOf(step);
    if (this.count === 0) return -1;
    if (after === this.count) return this.count - 1;
    if (after === 0) return 0;
    return this.allSteps[after] - step < step - this.allSteps[after - 1] ? after : after - 1;
  }

  private append(step: number, value: number): void {
    this.grow();
    this.allSteps[this.count] = step;
    this.allValues[this.count++] = value;
  }

  private insert(step: number, value: number): void {
    const at = this.indexOf(step);
    if (this.allSteps[at] === step) {
      this.allValues[at] = value;
      return;
    }
    this.grow();
    this.allSteps.copyWithin(at + 1, at, this.count);
    this.allValues.copyWithin(at + 1, at, this.count);
    this.allSteps[at] = step;
    this.allValues[at] = value;
    this.count++;
  }

  private remove(from: number, to: number): void {
    if (to === from) return;
    this.allSteps.copyWithin(from, to, this.count);
    this.allValues.copyWithin(from, to, this.count);
    this.count -= to - from;
  }

  private thin(): void {
    let kept = this.settledCount;
    // counted from the last, which must stay
    for (let i = this.settledCount; i < this.count; i++)
      if ((this.count - 1 - i) % 2 === 0) {
        this.allSteps[kept] = this.allSteps[i];
        this.allValues[kept++] = this.allValues[i];
      }
    this.count = kept;
  }

  private grow(): void {
    if (this.count < this.allSteps.length) return;
    const capacity = this.count + (this.count >> 1);
    const steps = new Float64Array(capacity);
    const values = new Float64Array(capacity);
    steps.set(this.allSteps);
    values.set(this.allValues);
    this.allSteps = steps;
    this.allValues = values;
  }
}
