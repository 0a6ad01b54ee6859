/** The bytes of an MTZ file with a header that says nothing of its space group. */
export function withoutSpaceGroup(file: Uint8Array): Buffer {
  const symmetry = "SYMINF   0  0 P     0                    '' PG0".padEnd(80);
  const text = Buffer.from(file).toString("latin1").replaceAll("SYMM ", "XXXX ");
  return Buffer.from(text.replace(/SYMINF.{74}/, symmetry), "latin1");
}
