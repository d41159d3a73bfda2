import { Group, Select } from "@mantine/core";
import { typedOver } from "@/parts/typedOver";
import { t } from "@/messages/messages";
import { useNewImport } from "./useMapping";

const ENCODINGS = ["utf-8", "utf-16le", "windows-1252", "windows-1250", "windows-1251", "windows-1256", "iso-8859-2", "macintosh", "shift_jis", "gb18030", "big5", "euc-kr"];
const DELIMITERS = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe" } as const;

/** How the file is read, if the detection is wrong. */
export function ReadingSettings() {
  const { search, set } = useNewImport();
  return (
    <Group gap="md" align="flex-start">
      <Select
        label={t("imports.encoding")}
        description={t("imports.encoding.hint")}
        data={ENCODINGS}
        placeholder={t("imports.found")}
        value={search.encoding ?? null}
        searchable
        {...typedOver}
        clearable
        openOnFocus={false}
        clearButtonProps={{ "aria-label": t("imports.found") }}
        onChange={(encoding) => set({ encoding: encoding ?? undefined })}
      />
      <Select
        label={t("imports.delimiter")}
        description={t("imports.delimiter.hint")}
        data={Object.entries(DELIMITERS).map(([value, name]) => ({ value, label: t(`imports.delimiter.${name}`) }))}
        placeholder={t("imports.found")}
        value={search.delimiter ?? null}
        clearable
        openOnFocus={false}
        clearButtonProps={{ "aria-label": t("imports.found") }}
        onChange={(delimiter) => set({ delimiter: delimiter ?? undefined })}
      />
    </Group>
  );
}
