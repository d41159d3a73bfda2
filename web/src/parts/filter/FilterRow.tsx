import { ActionIcon, CloseButton, Select, Text } from "@mantine/core";
import { Ban } from "lucide-react";
import { typedOver } from "../typedOver";
import { t } from "@/messages/messages";
import type { Conditions } from "./conditions";
import classes from "./Filter.module.css";
import { isGroup, isNot, type Tree } from "./tree";

interface Props<Leaf> {
  condition: Tree<Leaf>;
  conditions: Conditions<Leaf>;
  change: (condition: Tree<Leaf>) => void;
  remove: () => void;
}

/** One condition: what it is about, how it is tested, and whether it must not hold. */
export function FilterRow<Leaf extends object>({ condition, conditions, change, remove }: Props<Leaf>) {
  const { Editor, begun, say, subjects, subjectOf } = conditions;
  const isInverted = !isGroup(condition) && isNot(condition);
  const inner = isInverted ? condition.not : condition;
  // A group that is to be excluded as a whole is not written by hand.
  const leaf = isGroup(inner) || isNot(inner) ? undefined : inner;
  const subject = leaf && subjectOf(leaf);
  const put = (next: Leaf) => change(isInverted ? { not: next } : next);
  return (
    <div className={classes.row}>
      <ActionIcon
        size={30}
        variant={isInverted ? "filled" : "default"}
        aria-pressed={isInverted}
        aria-label={t("filter.not")}
        title={t("filter.not")}
        onClick={() => change(isInverted ? inner : { not: inner })}
      >
        <Ban size={14} aria-hidden="true" />
      </ActionIcon>
      {leaf && subject ? (
        <>
          <Select
            size="xs"
            w={170}
            searchable
            {...typedOver}
            aria-label={t("filter.subject")}
            data={subjects}
            value={subject}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            onChange={(next) => next && next !== subject && put(begun(next))}
          />
          <Editor leaf={leaf} change={put} />
        </>
      ) : (
        <Text size="sm" className={classes.grow}>
          {say(inner)}
        </Text>
      )}
      <CloseButton size={30} aria-label={t("filter.remove", { condition: say(condition) })} onClick={remove} />
    </div>
  );
}
