import { Divider, Group, Popover, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "@/messages/messages";
import { Anchor } from "./Anchor";
import { closeExplanation } from "./explained";
import { TextLink } from "./TextLink";

interface Props {
  /** The badge that was clicked. */
  anchor: HTMLElement;
  label: string;
  /** The badge again, without a link. */
  badge: ReactNode;
  /** The name of the badge's kind. */
  of: string | undefined;
  /** The party; its page explains everything. */
  party: string | undefined;
  /** The glossary entry. */
  word: string;
  children: ReactNode;
}

/** An explanation beside the clicked badge, with a link to more. */
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
