/** Where the commands of the extension stand, in the palette and in the launcher. */

/** The category of all of them. */
export const friedelCategory = "Friedel";
