import { Popover } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { type KeyboardEvent, useState } from "react";
import { t } from "@/messages/messages";
import { Anchor } from "../Anchor";
import type { Conditions } from "./conditions";
import type { BuilderProps } from "./FilterButton";
import { FilterGroup } from "./FilterGroup";
import { asGroup, completeOf, type Group } from "./tree";

const WRITING_MS = 250;

interface Props<Leaf> extends BuilderProps<Leaf> {
  conditions: Conditions<Leaf>;
}

/** The editor of conditions; complete ones apply at once. */
export function FilterBuilder<Leaf extends object>({ anchor, close, filter, setFilter, conditions }: Props<Leaf>) {
  const [draft, setDraft] = useState<Group<Leaf>>(() => asGroup(filter));
  const ask = useDebouncedCallback((next: Group<Leaf>) => setFilter(completeOf(next, conditions.complete)), {
    delay: WRITING_MS,
    flushOnUnmount: true,
  });
  function change(next: Group<Leaf>) {
    setDraft(next);
    ask(next);
  }
  function hear(event: KeyboardEvent) {
    // An open dropdown closes first. Once it has handled the key, it no longer reports that it was open.
    const isInChoices = event.target instanceof Element && event.target.hasAttribute("data-expanded");
    if (event.key === "Escape" && !isInChoices) close();
  }
  return (
    <Popover opened onDismiss={close} closeOnEscape={false} position="bottom-start" width="min(42rem, 92vw)" trapFocus shadow="lg">
      <Popover.Target>
        <Anchor of={anchor} close={close} />
      </Popover.Target>
      <Popover.Dropdown aria-label={t("filter.button")} onKeyDownCapture={hear}>
        <FilterGroup group={draft} conditions={conditions} change={change} />
      </Popover.Dropdown>
    </Popover>
  );
}
