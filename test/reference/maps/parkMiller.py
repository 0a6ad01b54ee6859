"""Numbers in (-0.5, 0.5) that Python and TypeScript make alike (Park and Miller's generator; see test/maps/parkMiller.ts)."""


class ParkMiller:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = self.state * 16807 % 2147483647
        return self.state / 2147483647 - 0.5

    def take(self, n):
        return [self.next() for _ in range(n)]
