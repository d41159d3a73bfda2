import { Button } from "@mantine/core";
import { Plus } from "lucide-react";
import type { RecordType } from "@/api/wire";
import { t } from "@/messages/messages";

/** Opens the form for a new record. */
export function AddButton({ of, add }: { of: RecordType; add: () => void }) {
  return (
    <Button size="xs" leftSection={<Plus size={16} aria-hidden="true" />} onClick={add}>
      {t("records.add", { title: of.title.toLowerCase() })}
    </Button>
  );
}
