import { Button, Group as Row, SegmentedControl } from "@mantine/core";
import clsx from "clsx";
import { Plus } from "lucide-react";
import { t } from "@/messages/messages";
import type { Conditions } from "./conditions";
import classes from "./Filter.module.css";
import { FilterRow } from "./FilterRow";
import { type Group, groupOf, isAll, isGroup, isNot, partsOf, type Tree } from "./tree";

interface Props<Leaf> {
  group: Group<Leaf>;
  conditions: Conditions<Leaf>;
  change: (group: Group<Leaf>) => void;
  /** Removes the whole group. */
  remove?: () => void;
}

/** What a condition is about, whether it is excluded or not: turning it round keeps its fields and the focus. */
const keyOf = <Leaf extends object>(part: Tree<Leaf>): string => Object.keys(!isGroup(part) && isNot(part) ? part.not : part).join();

/** Conditions of which all or any must hold; a condition may be such a group itself. */
export function FilterGroup<Leaf extends object>({ group, conditions, change, remove }: Props<Leaf>) {
  const all = isAll(group);
  const parts = partsOf(group);
  const put = (place: number, part: Tree<Leaf>) => change(groupOf(all, parts.with(place, part)));
  const add = (part: Tree<Leaf>) => change(groupOf(all, [...parts, part]));
  const take = (place: number) => change(groupOf(all, parts.toSpliced(place, 1)));
  const begun = () => conditions.begun(conditions.first);
  return (
    <div className={clsx(classes.group, remove && classes.nested)} role="group" aria-label={t(all ? "filter.all" : "filter.any")}>
      {parts.length > 1 && (
        <SegmentedControl
          size="xs"
          value={all ? "and" : "or"}
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
        const key = `${place}-${keyOf(part)}`;
        return isGroup(part) ? (
          <FilterGroup key={key} group={part} conditions={conditions} change={(next) => put(place, next)} remove={() => take(place)} />
        ) : (
          <FilterRow key={key} condition={part} conditions={conditions} change={(next) => put(place, next)} remove={() => take(place)} />
        );
      })}
      <Row gap="xs">
        <Button size="compact-sm" variant="light" leftSection={<Plus size={14} />} onClick={() => add(begun())}>
          {t("filter.add")}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={() => add({ or: [begun()] })}>
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
