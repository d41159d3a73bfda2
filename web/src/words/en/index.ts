import { api } from "./api";
import { fields } from "./fields";
import { filter } from "./filter";
import { kinds } from "./kinds";
import { parts } from "./parts";
import { people } from "./people";
import { shell } from "./shell";

/** The words of every page, by noun; pages with many words of their own bring them along (see `addWords`). */
export const en = {
  ...api,
  ...fields,
  ...filter,
  ...kinds,
  ...parts,
  ...people,
  ...shell,
};
