import { Popover } from "@mantine/core";
import type { ReactNode } from "react";
import { Anchor } from "./Anchor";
import { closeExplanation } from "./explained";

interface Props {
  /** The badge that was pressed. */
  anchor: HTMLElement;
  label: string;
  children: ReactNode;
}

/** What an explanation stands in, beside the badge that was pressed. */
export function ExplanationFrame({ anchor, label, children }: Props) {
  return (
    <Popover opened onDismiss={closeExplanation} position="bottom-start" width={360} trapFocus shadow="lg" radius="md">
      <Popover.Target>
        <Anchor of={anchor} close={closeExplanation} />
      </Popover.Target>
      <Popover.Dropdown aria-label={label} p="md">
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
