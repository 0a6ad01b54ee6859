// @ts-check
/** Counts of tests, summed over the stages of `npm test`. */

/** @typedef {{ passed: number; failed: number; skipped: number }} Totals */

/** @param {readonly Totals[]} parts */
export function addTotals(parts) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of parts) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}

/** @param {Totals} totals */
export function totalsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * The totals of one run of vitest, from its JSON report. What failed without being a test (a file that does not load,
 * an error outside of any test, a run that died or found no test) counts as a failure too.
 * @param {{ testResults: readonly { status: string; assertionResults: readonly { status: string }[] }[] } | undefined} report
 * @param {number} exitStatus of vitest
 * @returns {Totals}
 */
export function totalsOfReport(report, exitStatus) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report?.testResults ?? []) {
    let failures = 0;
    for (const { status } of file.assertionResults) {
      if (status === "passed") totals.passed++;
      else if (status === "failed") failures++;
      else totals.skipped++;
    }
    if (file.status === "failed" && failures === 0) failures = 1;
    totals.failed += failures;
  }
  const nothingRan = totals.passed + totals.failed + totals.skipped === 0;
  if (totals.failed === 0 && (exitStatus !== 0 || nothingRan)) totals.failed = 1;
  return totals;
}

/**
 * What failed in one run of vitest, a line each: file, test and the first line of its error; in a long log they are far
 * apart.
 * @param {{ testResults: readonly { name: string; status: string; message?: string; assertionResults: readonly { status: string; fullName?: string; failureMessages?: readonly string[] }[] }[] } | undefined} report
 * @returns {string[]}
 */
export function failuresOfReport(report) {
  /** @param {string | undefined} text */
  const first = (text) => (text ?? "").split("\n", 1)[0];
  return (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status === "failed");
    if (failed.length === 0) return status === "failed" ? [`${name}: ${first(message)}`] : [];
    return failed.map((one) => `${name} > ${one.fullName}: ${first(one.failureMessages?.[0])}`);
  });
}
