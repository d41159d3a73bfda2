import { Checkbox, Group, Input, SegmentedControl, TextInput } from "@mantine/core";
import { t } from "@/messages/messages";
import type { Filled } from "./entry";
import { AHEAD } from "./shapes";

interface Props {
  filled: Filled;
  fill: (change: Partial<Filled>) => void;
  error: string | undefined;
}

function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** When it happened: now, on a day with or without a time, or unknown. */
export function WhenField({ filled, fill, error }: Props) {
  const isDay = filled.when === "day";
  return (
    <div>
      <Input.Label component="div" id="record-when">
        {t("record.when")}
      </Input.Label>
      <Group gap="xs" align="flex-start">
        <SegmentedControl
          size="sm"
          aria-labelledby="record-when"
          value={filled.when}
          onChange={(when) => fill({ when: when as Filled["when"], ...(when === "day" && !filled.day && { day: today() }) })}
          data={(["now", "day", "unknown"] as const).map((value) => ({ value, label: t(`record.when.${value}`) }))}
        />
        {isDay && (
          <>
            <TextInput
              type="date"
              aria-label={t("record.day")}
              value={filled.day}
              error={error}
              max={AHEAD.has(filled.kind ?? "") ? undefined : today()}
              onChange={(event) => fill({ day: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              aria-label={t("record.time")}
              title={t("record.time")}
              value={filled.time}
              onChange={(event) => fill({ time: event.currentTarget.value })}
            />
          </>
        )}
      </Group>
      {isDay && (
        <Checkbox
          size="sm"
          mt="xs"
          label={t("record.earliest")}
          checked={filled.earliest}
          onChange={(event) => fill({ earliest: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}
