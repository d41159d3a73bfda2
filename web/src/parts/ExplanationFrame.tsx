import { Divider, Group, Popover, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "@/words/words";
import { Anchor } from "./Anchor";
import { closeExplanation } from "./explained";
import { TextLink } from "./TextLink";

interface Props {
  /** The badge that was pressed. */
  anchor: HTMLElement;
  label: string;
  /** The badge once more, as a picture. */
  badge: ReactNode;
  /** What the badge is one of. */
  of: string | undefined;
  /** Whose it is; their page explains all of it. */
  party: string | undefined;
  /** Where the glossary speaks of it. */
  word: string;
  children: ReactNode;
}

/** An explanation beside the badge that was pressed, and where more is said. */
export function ExplanationFrame({ anchor, label, badge, of, party, word, children }: Props) {
  return (
    <Popover opened onDismiss={closeExplanation} position="bottom-start" width={360} trapFocus shadow="lg" radius="md">
      <Popover.Target>
        <Anchor of={anchor} close={closeExplanation} />
      </Popover.Target>
      <Popover.Dropdown aria-label={label} p="md">
        <Stack gap="sm">
          <Group justify="space-between" wrap="nowrap">
            {badge}
            <Text size="sm" c="var(--soft)">
              {of}
            </Text>
          </Group>
          {children}
          <Divider />
          <Group gap="md">
            {party && (
              <TextLink to="/parties/$id" params={{ id: party }} onClick={closeExplanation}>
                {t("stage.explain")}
              </TextLink>
            )}
            <TextLink to="/glossary" hash={word} onClick={closeExplanation}>
              {t("stage.glossary")}
            </TextLink>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
