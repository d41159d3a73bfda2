import { api } from "./api";
import { fields } from "./fields";
import { filter } from "./filter";
import { kinds } from "./kinds";
import { parts } from "./parts";
import { people } from "./people";
import { shell } from "./shell";
import { table } from "./table";

/** The messages of every page, by noun; pages with many messages load their own (see `addMessages`). */
export const en = {
  ...api,
  ...fields,
  ...filter,
  ...kinds,
  ...parts,
  ...people,
  ...shell,
  ...table,
};
