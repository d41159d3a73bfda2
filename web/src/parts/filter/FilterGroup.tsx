import { Button, Group as Row, SegmentedControl } from "@mantine/core";
import clsx from "clsx";
import { Plus } from "lucide-react";
import { useVocabulary } from "@/shell/useVocabulary";
import { t } from "@/messages/messages";
import classes from "./Filter.module.css";
import { FilterRow } from "./FilterRow";
import { type Filter, type Group, groupOf, isGroup, partsOf } from "./filter";
import { begun } from "./subjects";

interface Props {
  group: Group;
  change: (group: Group) => void;
  /** Removes the whole group. */
  remove?: () => void;
}

/** Conditions of which all or any must hold; a condition may be such a group itself. */
export function FilterGroup({ group, change, remove }: Props) {
  const { name } = useVocabulary();
  const isAll = "and" in group;
  const parts = partsOf(group);
  const put = (place: number, part: Filter) => change(groupOf(isAll, parts.with(place, part)));
  const add = (part: Filter) => change(groupOf(isAll, [...parts, part]));
  const take = (place: number) => change(groupOf(isAll, parts.toSpliced(place, 1)));
  return (
    <div className={clsx(classes.group, remove && classes.nested)} role="group" aria-label={t(isAll ? "filter.all" : "filter.any")}>
      {parts.length > 1 && (
        <SegmentedControl
          size="xs"
          value={isAll ? "and" : "or"}
          onChange={(value) => change(groupOf(value === "and", parts))}
          data={[
            { value: "and", label: t("filter.all") },
            { value: "or", label: t("filter.any") },
          ]}
          aria-label={t("filter.join")}
          w="fit-content"
        />
      )}
      {parts.map((part, place) => {
        const key = `${place}-${Object.keys(part).join()}`;
        return isGroup(part) ? (
          <FilterGroup key={key} group={part} change={(next) => put(place, next)} remove={() => take(place)} />
        ) : (
          <FilterRow key={key} condition={part} change={(next) => put(place, next)} remove={() => take(place)} />
        );
      })}
      <Row gap="xs">
        <Button size="compact-sm" variant="light" leftSection={<Plus size={14} />} onClick={() => add(begun("stage", name))}>
          {t("filter.add")}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={() => add({ or: [begun("stage", name)] })}>
          {t("filter.addGroup")}
        </Button>
        {remove && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={remove}>
            {t("filter.removeGroup")}
          </Button>
        )}
      </Row>
    </div>
  );
}
