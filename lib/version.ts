/** The version of Friedel, as in package.json (a test holds the two together). */
export const version: string = "0.1.0";
