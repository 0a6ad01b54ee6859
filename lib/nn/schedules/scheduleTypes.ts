/** What a learning-rate schedule is. */

/** From the number of steps done, 0 before the first, to what the learning rate is multiplied by. */
export type Schedule = (step: number) => number;
