/** An image of a machine, as text. The build puts it in place of this module; run from source there is none, so that none is out of date. */
export const imageText: string | null = null;
