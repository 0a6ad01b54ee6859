/** Columns of a DIALS reflection table that have to be of a certain type. */
import { InputError } from "../errors.js";
import type { DialsReflections } from "../formats/dialsTypes.js";

/** Arrays that a column of each type is read as. */
interface Arrays {
  readonly double: Float64Array;
  readonly "vec3<double>": Float64Array;
  readonly "std::size_t": Float64Array;
  readonly int: Int32Array;
  readonly "cctbx::miller::index<>": Int32Array;
}

/**
 * The values of a column, undefined where there is none.
 * @throws InputError where it has another type
 */
export function dialsColumn<Type extends keyof Arrays>(
  reflections: DialsReflections,
  name: string,
  type: Type,
): Arrays[Type] | undefined {
  const column = reflections.columns.get(name);
  const other = [...reflections.unknown, ...reflections.shoeboxes].find((unread) => unread.name === name);
  const found = column?.type ?? other?.type;
  if (found !== undefined && found !== type)
    throw new InputError(
      `column ${name} of ${reflections.name}: got the type ${found.slice(0, 60)}, expected ${type} as DIALS writes it`,
    );
  return column?.data as Arrays[Type] | undefined;
}

/** @throws InputError where there is no such column, or of another type */
export function requiredDialsColumn<Type extends keyof Arrays>(
  reflections: DialsReflections,
  name: string,
  type: Type,
  fix: string,
): Arrays[Type] {
  const values = dialsColumn(reflections, name, type);
  if (values === undefined)
    throw new InputError(
      `columns of ${reflections.name}: got no ${name} among ${reflections.columnNames.join(", ").slice(0, 600) || "none"}, expected one; ${fix}`,
    );
  return values;
}
