import { Button, CloseButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ListFilter } from "lucide-react";
import { lazy, Suspense } from "react";
import { vocabulariesQuery } from "@/api/vocabularies";
import { t } from "@/messages/messages";
import { useOpener } from "../useOpener";
import { describe } from "./describe";
import classes from "./Filter.module.css";
import { asGroup, type Filter, groupOf, partsOf } from "./filter";

const FilterBuilder = lazy(() => import("./FilterBuilder"));

interface Props {
  filter: Filter | undefined;
  setFilter: (filter: Filter | undefined) => void;
}

/** The filter as chips, each with a remove button, and the builder behind a button. */
export function FilterButton({ filter, setFilter }: Props) {
  const { button, anchor, open, close } = useOpener();
  const { data: vocabularies = [] } = useQuery(vocabulariesQuery);
  const group = asGroup(filter);
  const parts = partsOf(group);
  function without(place: number) {
    const rest = parts.toSpliced(place, 1);
    setFilter(rest.length > 0 ? groupOf("and" in group, rest) : undefined);
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
      <Suspense>{anchor && <FilterBuilder anchor={anchor} close={close} filter={filter} setFilter={setFilter} />}</Suspense>
      {parts.map((part, place) => {
        const words = describe(part, vocabularies);
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
