import { ActionIcon, CloseButton, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Ban } from "lucide-react";
import { vocabulariesQuery } from "@/api/vocabularies";
import { useVocabulary } from "@/shell/useVocabulary";
import { typedOver } from "../typedOver";
import { t } from "@/messages/messages";
import { describe } from "./describe";
import classes from "./Filter.module.css";
import type { Filter } from "./filter";
import { LeafEditor } from "./LeafEditor";
import { begun, subjectOf, subjects } from "./subjects";

interface Props {
  condition: Filter;
  change: (condition: Filter) => void;
  remove: () => void;
}

/** One condition: what it is about, how it is tested, and whether it must not hold. */
export function FilterRow({ condition, change, remove }: Props) {
  const { name } = useVocabulary();
  const { data: vocabularies = [] } = useQuery(vocabulariesQuery);
  const isNot = "not" in condition;
  const leaf = isNot ? condition.not : condition;
  const subject = subjectOf(leaf);
  const put = (next: Filter) => change(isNot ? { not: next } : next);
  return (
    <div className={classes.row}>
      <ActionIcon
        size={30}
        variant={isNot ? "filled" : "default"}
        aria-pressed={isNot}
        aria-label={t("filter.not")}
        title={t("filter.not")}
        onClick={() => change(isNot ? leaf : { not: leaf })}
      >
        <Ban size={14} aria-hidden="true" />
      </ActionIcon>
      {subject ? (
        <>
          <Select
            size="xs"
            w={170}
            searchable
            {...typedOver}
            aria-label={t("filter.subject")}
            data={subjects()}
            value={subject}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            onChange={(next) => next && put(begun(next, name))}
          />
          <LeafEditor leaf={leaf} change={put} />
        </>
      ) : (
        <Text size="sm" className={classes.grow}>
          {describe(leaf, vocabularies)}
        </Text>
      )}
      <CloseButton size={30} aria-label={t("filter.remove", { condition: describe(condition, vocabularies) })} onClick={remove} />
    </div>
  );
}
