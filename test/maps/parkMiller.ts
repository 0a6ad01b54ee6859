/** Numbers in (−0.5, 0.5) that Python and TypeScript make alike (Park and Miller's generator; see reference/maps/parkMiller.py). */
export class ParkMiller {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state * 16807) % 2147483647;
    return this.state / 2147483647 - 0.5;
  }

  take(count: number): Float64Array {
    return Float64Array.from({ length: count }, () => this.next());
  }
}
