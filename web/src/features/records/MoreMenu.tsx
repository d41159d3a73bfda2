import { ActionIcon, Menu } from "@mantine/core";
import { EllipsisVertical, FileDown, FileUp } from "lucide-react";
import type { RecordFilter, RecordType } from "@/api/wire";
import { t } from "@/messages/messages";
import { tableAddress } from "./chosen";

interface Props {
  of: RecordType;
  /** What the list is filtered by. */
  filter: RecordFilter | undefined;
  importTable: () => void;
}

/** What is done with the records of a list, or adds to them. */
export function MoreMenu({ of, filter, importTable }: Props) {
  const title = of.plural_title.toLowerCase();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={t("records.more.actions")} title={t("records.more.actions")}>
          <EllipsisVertical size={16} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<FileUp size={14} aria-hidden="true" />} onClick={importTable}>
          {t("records.import", { title })}
        </Menu.Item>
        <Menu.Item component="a" href={tableAddress(of.plural, filter)} download leftSection={<FileDown size={14} aria-hidden="true" />}>
          {t(filter ? "records.export.matching" : "records.export", { title })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
