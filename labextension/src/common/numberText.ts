/** How counts are written in the page. */

/** A count with commas between thousands: 1,234,567. */
export function grouped(count: number): string {
  return count.toLocaleString("en");
}
