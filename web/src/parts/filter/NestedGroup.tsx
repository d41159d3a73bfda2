import type { Conditions } from "./conditions";
import classes from "./Filter.module.css";
import { FilterGroup } from "./FilterGroup";
import type { Group } from "./tree";

interface Props<Leaf> {
  group: Group<Leaf>;
  conditions: Conditions<Leaf>;
  change: (group: Group<Leaf>) => void;
}

/** Conditions on something else than what the list shows, below the condition that they belong to. */
export function NestedGroup<Leaf extends object>(props: Props<Leaf>) {
  return (
    <div className={classes.below}>
      <FilterGroup {...props} />
    </div>
  );
}
