/**
 * Bias corrections of exponential moving averages that start at 0: after t updates with decay β an average has the
 * weight 1 − βᵗ in all (Kingma & Ba, arXiv:1412.6980, section 3). Tabulated by t, since rows that are updated on their
 * own each have their own t; βᵗ is a running product, so that it is the same to the bit wherever it is computed.
 */

export class BiasCorrection {
  /** By t: 1/(1 − β₁ᵗ) and √(1 − β₂ᵗ). Valid up to the greatest t asked for with `reach`. */
  first: Float64Array = new Float64Array(1);
  second: Float64Array = new Float64Array(1);
  private power1 = 1;
  private power2 = 1;

  constructor(
    private readonly beta1: number,
    private readonly beta2: number,
  ) {}

  /** Fills the tables up to t. */
  reach(t: number): void {
    const filled = this.first.length;
    if (t < filled) return;
    // Doubled, so that a long run allocates only a few times.
    const length = Math.max(64, 2 * filled, t + 1);
    const [first, second] = [new Float64Array(length), new Float64Array(length)];
    first.set(this.first);
    second.set(this.second);
    for (let i = filled; i < length; i++) {
      this.power1 *= this.beta1;
      this.power2 *= this.beta2;
      first[i] = 1 / (1 - this.power1);
      second[i] = Math.sqrt(1 - this.power2);
    }
    this.first = first;
    this.second = second;
  }
}
