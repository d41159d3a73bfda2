import { ActionIcon, Menu } from "@mantine/core";
import { EllipsisVertical, FileDown, FileUp } from "lucide-react";
import { tableAddress } from "@/api/recordTables";
import type { RecordType } from "@/api/wire";
import { t } from "@/messages/messages";

interface Props {
  of: RecordType;
  importTable: () => void;
}

/** What is done with all records of a type. */
export function MoreMenu({ of, importTable }: Props) {
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
        <Menu.Item component="a" href={tableAddress(of.plural)} download leftSection={<FileDown size={14} aria-hidden="true" />}>
          {t("records.export", { title })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
