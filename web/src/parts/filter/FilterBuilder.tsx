import { Popover } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { type KeyboardEvent, useState } from "react";
import { t } from "@/messages/messages";
import { Anchor } from "../Anchor";
import { FilterGroup } from "./FilterGroup";
import { asGroup, complete, type Filter, type Group } from "./filter";

const WRITING_MS = 250;

interface Props {
  anchor: HTMLElement;
  close: () => void;
  filter: Filter | undefined;
  setFilter: (filter: Filter | undefined) => void;
}

/** The editor of conditions; complete ones apply at once. */
export default function FilterBuilder({ anchor, close, filter, setFilter }: Props) {
  const [draft, setDraft] = useState<Group>(() => asGroup(filter));
  const ask = useDebouncedCallback((next: Group) => setFilter(complete(next)), { delay: WRITING_MS, flushOnUnmount: true });
  function change(next: Group) {
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
        <FilterGroup group={draft} change={change} />
      </Popover.Dropdown>
    </Popover>
  );
}
