import { Button, CloseButton } from "@mantine/core";
import { ListFilter } from "lucide-react";
import { type ComponentType, Suspense } from "react";
import { t } from "@/messages/messages";
import { useOpener } from "../useOpener";
import classes from "./Filter.module.css";
import { asGroup, groupOf, isAll, partsOf, type Tree } from "./tree";

interface Filtered<Leaf> {
  filter: Tree<Leaf> | undefined;
  setFilter: (filter: Tree<Leaf> | undefined) => void;
}

export interface BuilderProps<Leaf> extends Filtered<Leaf> {
  anchor: HTMLElement;
  close: () => void;
}

interface Props<Leaf> extends Filtered<Leaf> {
  /** A condition in words. */
  say: (filter: Tree<Leaf>) => string;
  /** The editor of conditions, loaded on demand. */
  Builder: ComponentType<BuilderProps<Leaf>>;
}

/** The filter as chips, each with a remove button, and the builder behind a button. */
export function FilterButton<Leaf extends object>({ filter, setFilter, say, Builder }: Props<Leaf>) {
  const { button, anchor, open, close } = useOpener();
  const group = asGroup(filter);
  const parts = partsOf(group);
  function without(place: number) {
    const rest = parts.toSpliced(place, 1);
    setFilter(rest.length > 0 ? groupOf(isAll(group), rest) : undefined);
  }
  return (
    <div className={classes.pills}>
      <Button
        ref={button}
        variant="default"
        size="xs"
        leftSection={<ListFilter size={14} aria-hidden="true" />}
        onClick={open}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
      >
        {t("filter.button")}
      </Button>
      <Suspense>{anchor && <Builder anchor={anchor} close={close} filter={filter} setFilter={setFilter} />}</Suspense>
      {parts.map((part, place) => {
        const words = say(part);
        return (
          <span key={JSON.stringify(part)} className={classes.pill} title={words}>
            <span>{words}</span>
            <CloseButton size="xs" aria-label={t("filter.remove", { condition: words })} onClick={() => without(place)} />
          </span>
        );
      })}
    </div>
  );
}
